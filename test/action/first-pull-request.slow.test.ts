import { describe, expect, test } from 'vitest';
import { acme, copied, documentOf, fileOf, settings, worldOf } from '../support/worlds.ts';
import { type ActionOptions, onAction } from './harness.ts';
import { apply, outcomeOn, plan, WORKFLOW } from './merging.ts';

/** Set up manually, before the repository existed. */
const one = acme();
const world = worldOf([one], { switches: { generation: 'seed' } });
const empty: ActionOptions = { files: { 'README.md': 'Ads\n' }, world };
const policies = { 'cap-max': { amount: '50000 USD' }, 'cap-increase': { percent: 25 } };
const setUp = { [WORKFLOW]: 'on: pull_request\n', 'reconcile.yaml': settings({ policies }) };
const first = { [fileOf(one)]: documentOf(one) };

describe('the first pull requests of a repository', () => {
  test('settings and workflows, then a layer that was set up before: nothing is red, and no label is needed', async () => {
    await onAction(empty, async (harness) => {
      harness.open(1, setUp);
      const started = await plan(harness, 1);
      expect(started.exit, started.out).toBe(0);
      const page = harness.github.comments()[0]?.body ?? '';
      expect(page).toContain('No layer documents yet.');
      expect(page).toContain('Introduces settings');
      harness.merge(1);
      const nothing = await apply(harness);
      expect(nothing.exit, nothing.out).toBe(0);

      harness.open(2, first);
      const planned = await plan(harness, 2);
      expect(planned.exit, planned.out).toBe(2);
      expect(planned.outputs).toMatchObject({ refusals: '0' });
      const comment = harness.github.comments().find(({ pull }) => pull === 2)?.body ?? '';
      expect(comment).toContain('1 layer to adopt');
      expect(comment).toMatch(/\*\*Merging writes nothing yet: \d+ changes? waits? until 1 layer is adopted\.\*\*/);
      expect(comment).toContain('reconcile confirm acme-ios --json -');
      harness.merge(2);
      const waiting = await apply(harness);
      expect(waiting.exit, waiting.out).toBe(3);
      expect(outcomeOn(harness, 2)).toContain('reconcile confirm acme-ios --json -');
      expect(harness.writes().filter(({ path }) => path.includes('/sdk-apps/'))).toEqual([]);

      const json = copied(one.config);
      const confirmed = await harness.onMain(
        'workflow_dispatch',
        { command: 'confirm', name: 'acme-ios', json },
        { depth: 0 },
      );
      expect(confirmed.exit, confirmed.out).toBe(0);
      const after = await harness.onMain('schedule', { command: 'drift' });
      expect(after.exit, after.out).toBe(0);
    });
  });

  test('settings and a layer at once: the unit and the policies of the pull request hold', async () => {
    await onAction(empty, async (harness) => {
      harness.open(1, { ...setUp, ...first });
      const planned = await plan(harness, 1);
      expect(planned.exit, planned.out).toBe(2);
      const page = harness.github.comments()[0]?.body ?? '';
      expect(page).toContain('Introduces settings');
      expect(page).toContain('costCapUnit: major is used');
      expect(page).not.toContain('Ignored');
      expect(page).not.toContain('cap-unit');
    });
  });

  test('origins and credentials of the first pull request are ignored', async () => {
    await onAction(empty, async (harness) => {
      const rules = { credentials: [{ match: '**', layers: 'OTHER_KEY', tiktok: 'OTHER_TOKEN' }] };
      harness.open(1, { ...setUp, ...first, 'reconcile.yaml': settings({ policies, ...rules }) });
      const planned = await plan(harness, 1, { env: { OTHER_KEY: 'lp_test_otherkey00000001_secret' } });
      expect(planned.exit, planned.out).toBe(2);
      expect(harness.github.comments()[0]?.body).toContain('credentials:');
      expect(JSON.stringify(harness.sandbox.log())).not.toContain('otherkey');
    });
  });

  test('a unit that the base does not state is the one of the pull request', async () => {
    const files = { ...empty.files, [WORKFLOW]: 'on: pull_request\n', 'reconcile.yaml': 'policies: {}\n', ...first };
    await onAction({ ...empty, files }, async (harness) => {
      const json = copied(one.config);
      await harness.onMain('workflow_dispatch', { command: 'confirm', name: 'acme-ios', json }, { depth: 0 });
      harness.open(1, {
        'reconcile.yaml': 'costCapUnit: major\n',
        [fileOf(one)]: documentOf(one, { monthlyCostCap: 29_000 }),
      });
      const planned = await plan(harness, 1);
      expect(planned.exit, planned.out).toBe(2);
      expect(harness.github.comments()[0]?.body).not.toContain('cap-unit');
    });
  });
});
