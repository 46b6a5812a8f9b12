import { describe, expect, test } from 'vitest';
import { acme, copied, documentOf, fileOf, settings, worldOf } from '../support/worlds.ts';
import { comment } from './commenting.ts';
import { type ActionHarness, type ActionOptions, onAction } from './harness.ts';
import { apply, deployed, live, outcomeOn, reviewed, two, verdicts, WORKFLOW } from './merging.ts';
import type { Job } from './runner.ts';

/** A person pastes the pixel, and only then reconcile may turn CAPI on: both in one pull request. */

const NEW_PIXEL = 'C7NEWPIXEL7NEWPIXEL7';
const one = acme({ config: { capi: { enabled: false } } });

const waiting: ActionOptions = {
  files: {
    'reconcile.yaml': settings({ policies: { 'cap-increase': { percent: 25 } } }),
    [WORKFLOW]: 'on: pull_request\n',
    [fileOf(one)]: documentOf(one),
    [fileOf(two)]: documentOf(two),
  },
  world: worldOf([one, two], { pixels: [{ id: '700000000000000099', code: NEW_PIXEL, owner: one.account }] }),
};

const pixelAndCapi = { [fileOf(one)]: documentOf(one, { capi: { pixel_id: NEW_PIXEL, enabled: true } }) };
const pasted = { ...one.config, capi: { ...one.config.capi, pixel_id: NEW_PIXEL } };

/** Both layers are adopted, and everything so far is applied. */
async function adopted(harness: ActionHarness): Promise<void> {
  harness.github.world.setRole('maya', 'write');
  for (const of of [one, two]) {
    const job = await confirm(harness, { name: of.name, json: copied(of.config) });
    expect(job.exit, job.out).toBe(0);
  }
  deployed(harness);
}

function confirm(harness: ActionHarness, inputs: Readonly<Record<string, string>>): Promise<Job> {
  return harness.onMain('workflow_dispatch', { command: 'confirm', ...inputs }, { depth: 0 });
}

/** The pull request is merged and its apply waits for the paste. */
async function applied(harness: ActionHarness, number = 7): Promise<void> {
  await reviewed(harness, number, pixelAndCapi);
  const job = await apply(harness);
  expect(job.exit, job.out).toBe(3);
  expect(live(harness, one)).toMatchObject({ capi: { enabled: false } });
}

async function isClosed(harness: ActionHarness): Promise<void> {
  expect(live(harness, one)).toMatchObject({ capi: { enabled: true, pixel_id: NEW_PIXEL } });
  // A deployment that GitHub itself marks as successful needs no status of ours.
  expect(verdicts(harness).at(-1) ?? 'reconcile: settled').toBe('reconcile: settled');
  const drift = await harness.onMain('schedule', { command: 'drift' });
  expect([drift.exit, harness.github.world.issues()], drift.out).toEqual([0, []]);
  // Nothing is left to do.
  const before = harness.writes().length;
  const again = await apply(harness);
  expect([again.exit, harness.writes().length], again.out).toEqual([0, before]);
}

describe('pixel and CAPI in one pull request', { timeout: 240_000 }, () => {
  test('the outcome guides the person, and a comment closes the loop', async () => {
    await onAction(waiting, async (harness) => {
      await adopted(harness);
      await applied(harness);
      const guide = outcomeOn(harness, 7) ?? '';
      expect(guide).toContain('| **not tried** | after pixel |');
      expect(guide).toContain(`- [ ] \`https://app.layers.com/project/${one.project}/layers/${one.layer}\``);
      expect(guide).toContain(`"pixel_id": "${NEW_PIXEL}"`);
      expect(guide).toContain('  /reconcile confirm acme-ios\n');
      expect(verdicts(harness)).toEqual(['reconcile: open: #7']);

      await harness.paste(one, pasted);
      const said = await comment(harness, 7, '/reconcile confirm acme-ios');
      expect([said.decide.exit, said.act?.exit, said.reactions], said.act?.out).toEqual([0, 0, ['eyes', 'rocket']]);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      expect(outcomeOn(harness, 7)).toContain('**Answer** to `/reconcile confirm acme-ios` by `maya`');
      await isClosed(harness);
    });
  });

  test('the confirm workflow closes the loop', async () => {
    await onAction(waiting, async (harness) => {
      await adopted(harness);
      await applied(harness);
      await harness.paste(one, pasted);
      const job = await confirm(harness, { name: 'acme-ios, client-2' });
      expect(job.exit, job.out).toBe(0);
      expect(job.summary).toMatch(
        /## Confirmation of `acme-ios`, `client-2`\n\nStarted by `maya`\.\n\n- Nothing to record: acme-ios has no step to confirm\./,
      );
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      await isClosed(harness);
    });
  });

  test('an apply closes the loop after a confirm that could only record', async () => {
    await onAction(waiting, async (harness) => {
      await adopted(harness);
      await applied(harness);
      await harness.paste(one, pasted);
      const job = await confirm(harness, { name: 'acme-ios', artifact: 'a-different-one' });
      expect(job.out).toContain('Nothing to continue');
      expect(live(harness, one), job.out).toMatchObject({ capi: { enabled: false } });
      const again = await apply(harness);
      expect(again.exit, again.out).toBe(0);
      await isClosed(harness);
    });
  });

  test('a second pull request on a different layer, merged in between, changes nothing', async () => {
    await onAction(waiting, async (harness) => {
      await adopted(harness);
      await applied(harness);
      await reviewed(harness, 8, { [fileOf(two)]: documentOf(two, { capi: { enabled: false } }) });
      const between = await apply(harness);
      expect(live(harness, two)).toMatchObject({ capi: { enabled: false } });
      expect(verdicts(harness), between.out).toEqual(['reconcile: open: #7']);
      await harness.paste(one, pasted);
      const said = await comment(harness, 7, '/reconcile confirm acme-ios');
      expect(said.act?.exit, said.act?.out).toBe(0);
      await isClosed(harness);
    });
  });

  test('a second pull request on the same layer, merged in between, carries it on', async () => {
    await onAction(waiting, async (harness) => {
      await adopted(harness);
      await applied(harness);
      const both = { capi: { pixel_id: NEW_PIXEL, enabled: true }, objectives: ['reach'] };
      await reviewed(harness, 8, { [fileOf(one)]: documentOf(one, both) });
      expect((await apply(harness)).exit).toBe(3);
      await harness.paste(one, { ...pasted, objectives: ['reach'] });
      const said = await comment(harness, 8, '/reconcile confirm acme-ios');
      expect(said.act?.exit, said.act?.out).toBe(0);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      await isClosed(harness);
    });
  });
});

describe('a confirm that cannot continue', { timeout: 240_000 }, () => {
  test('leaves other open pull requests alone, and the deployment open', async () => {
    await onAction(waiting, async (harness) => {
      await adopted(harness);
      await applied(harness);
      await reviewed(harness, 8, { [fileOf(two)]: documentOf(two, { objectives: ['reach'] }) });
      expect((await apply(harness)).exit).toBe(3);
      await harness.paste(one, pasted);
      const [before, said] = [outcomeOn(harness, 8), await comment(harness, 7, '/reconcile confirm acme-ios')];
      expect(said.act?.exit, said.act?.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ capi: { enabled: true } });
      expect(outcomeOn(harness, 8)).toBe(before);
      expect(verdicts(harness).at(-1)).toBe('reconcile: open: #8');
    });
  });
});
