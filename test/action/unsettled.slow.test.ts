import { describe, expect, test } from 'vitest';
import { copied } from '../support/worlds.ts';
import type { ActionHarness } from './harness.ts';
import {
  apply,
  clicks,
  deployed,
  desired,
  digestIn,
  documentsOf,
  endpoint,
  live,
  onAction,
  one,
  outcomeOn,
  policies,
  quiet,
  reviewed,
  settings,
  three,
  two,
  verdicts,
  WORKFLOW,
  worldOf,
} from './merging.ts';

const head = (harness: ActionHarness): string => harness.git('rev-parse', 'main');

/** Writes to the config of a client fail. */
function breaks(harness: ActionHarness, of: typeof one): void {
  const path = `/v1/projects/${of.project}`;
  harness.sandbox.faults([{ method: 'PATCH', path, fault: { kind: 'status', status: 400 } }]);
}

describe('what an earlier run left open', () => {
  test('a first push that failed is applied by a later one', async () => {
    await onAction(quiet, async (harness) => {
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      breaks(harness, one);
      expect((await apply(harness)).exit).toBe(1);
      expect(verdicts(harness)).toEqual(['reconcile: open: #7']);
      const before = head(harness);
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(0);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 27_000]);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      expect(verdicts(harness)).toEqual([]);
    });
  });

  test('is named by a later run, which is not red because of it', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      expect((await apply(harness)).exit).toBe(4);
      const before = head(harness);
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('Still open from earlier pushes: #7. They do not fail this run.');
      expect(job.summary).toContain('changed since the plan was reviewed');
      expect(verdicts(harness)).toEqual(['reconcile: open: #7']);

      await clicks(harness, one, { monthlyCostCap: 28_000 });
      const again = await apply(harness, { before, attempt: 2 });
      expect(again.exit, again.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      expect(outcomeOn(harness, 8), 'what was done is not replaced').toContain('Done: 1 change in 1 layer.');
      expect(verdicts(harness)).toEqual([]);
    });
  });

  test('does not include settled layers: their live edits are drift', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        ...desired(two, { monthlyCostCap: 27_000 }),
      });
      breaks(harness, two);
      expect((await apply(harness)).exit).toBe(1);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const again = await apply(harness, { attempt: 2 });
      expect(again.exit, again.out).toBe(0);
      const caps = [one, two].map((of) => live(harness, of).monthlyCostCap);
      expect(caps).toEqual([12_000, 27_000]);
    });
  });

  test.each([
    {
      name: 'with other credentials',
      before: {},
      after: {
        'reconcile.yaml': `${settings({ transport: endpoint(), policies })}credentials:\n  - { match: layers/new/**, layers: NEW_LAYERS_API_KEY, tiktok: NEW_TIKTOK_ACCESS_TOKEN }\n`,
      },
    },
    {
      name: 'with an invalid document that was removed since',
      before: { 'layers/broken.yaml': 'name: [\n' },
      after: { 'layers/broken.yaml': null },
    },
    {
      name: 'with an invalid document that was fixed since',
      before: desired(one, { monthlyCostCap: 0 }),
      after: desired(one, {}),
    },
  ])('does not include layers that were settled since a start $name', async ({ before, after }) => {
    await onAction(quiet, async (harness) => {
      harness.commit('main', before);
      deployed(harness);
      harness.commit('main', after);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      const open = harness.commit('main', desired(two, { monthlyCostCap: 29_000 }));
      expect((await apply(harness)).exit).toBe(4);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      // A person lowers the cap to what it was at the review.
      await clicks(harness, one, { monthlyCostCap: 28_000 });
      await reviewed(harness, 8, desired(three, { monthlyCostCap: 27_000 }));
      const job = await apply(harness, { before: open });
      expect(job.exit, job.out).toBe(0);
      expect([live(harness, one).monthlyCostCap, live(harness, three).monthlyCostCap]).toEqual([28_000, 27_000]);
    });
  });

  test('a newer pull request on an applied layer leaves its live edits alone', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        ...desired(two, { monthlyCostCap: 27_000 }),
      });
      breaks(harness, two);
      expect((await apply(harness)).exit).toBe(1);
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const before = head(harness);
      await reviewed(harness, 8, desired(one, { monthlyCostCap: 29_000, objectives: ['reach'] }));
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 12_000, objectives: ['reach'] });
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 27_000 });
      expect(verdicts(harness)).toEqual([]);
    });
  });

  test('a direct push that a person applied by its digest is not left any more', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', desired(one, { monthlyCostCap: 29_000 }));
      const pushed = await apply(harness);
      expect(pushed.exit, pushed.out).toBe(4);
      // The dispatched job has no deployment of its own.
      const digest = pushed.outputs.digest ?? '';
      const byHand = await apply(harness, { event: 'workflow_dispatch', digest, deploys: false });
      expect(byHand.exit, byHand.out).toBe(0);
      expect(verdicts(harness).at(-1)).toBe('reconcile: settled');
      const next = await apply(harness);
      expect(next.exit, next.out).toBe(0);
    });
  });
});

describe('without any settled deployment', () => {
  test('layers that match their documents need no review, and old pull requests are not read', async () => {
    await onAction({ ...quiet, files: { ...quiet.files, ...documentsOf([one, two, three]) } }, async (harness) => {
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      expect((await apply(harness, { deploys: false })).exit).toBe(0);
      harness.github.newWrites();
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 27_000 }));
      const asked = harness.github.requests().length;
      const job = await apply(harness, { deploys: false });
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('Updates of layers on main: #8.');
      const paths = harness.github
        .requests()
        .slice(asked)
        .map(({ path }) => path);
      expect(paths.filter((path) => path.includes('/pulls/7'))).toEqual([]);
    });
  });

  test('an unreviewed first commit that differs is named, and does not fail a reviewed push', async () => {
    const files = { ...quiet.files, ...desired(three, { monthlyCostCap: 20_000 }) };
    await onAction({ ...quiet, files }, async (harness) => {
      const before = head(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      expect(live(harness, three)).toMatchObject({ monthlyCostCap: 28_000 });
      expect(job.out).toContain('Still open from earlier pushes:');
      expect(verdicts(harness)).toEqual([expect.stringMatching(/^reconcile: open: [0-9a-f]{7}$/)]);
    });
  });
});

describe('two pull requests on one layer, planned against the same base', () => {
  const event_map = { level_complete: 'CompleteRegistration' };

  /** Merged one after the other, as git merges different lines. */
  async function both(harness: ActionHarness): Promise<readonly [first: string, second: string]> {
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    harness.open(8, desired(one, { capi: { event_map } }));
    expect((await harness.plan(7)).exit).toBe(2);
    expect((await harness.plan(8)).exit).toBe(2);
    return [harness.merge(7), harness.merge(8)];
  }

  test('are applied by their own runs', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const [first] = await both(harness);
      const seventh = await apply(harness, { commit: first });
      expect(seventh.exit, seventh.out).toBe(0);
      const eighth = await apply(harness, { before: first });
      expect(eighth.exit, eighth.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000, capi: { event_map } });
    });
  });

  test('are applied together if the first run was dropped', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const [first] = await both(harness);
      const job = await apply(harness, { before: first });
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000, capi: { event_map } });
      expect(verdicts(harness)).toEqual([]);
    });
  });

  test('the second is applied after the first failed and a person made its change', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const [first] = await both(harness);
      breaks(harness, one);
      expect((await apply(harness, { commit: first })).exit).toBe(1);
      await clicks(harness, one, { monthlyCostCap: 29_000 });
      const job = await apply(harness, { before: first });
      expect(job.exit, job.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000, capi: { event_map } });
    });
  });

  test('nothing is written if a live value of the first changed since its review', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const [first] = await both(harness);
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const job = await apply(harness, { before: first });
      expect(job.exit, job.out).toBe(4);
      expect(harness.writes()).toEqual([]);
      expect(verdicts(harness)).toEqual(['reconcile: open: #7, #8']);
    });
  });
});

describe('nothing is left to do', () => {
  const tighter = settings({ transport: endpoint(), policies: { ...policies, 'cap-max': { amount: '60000 USD' } } });

  test('a pull request that only changes settings, without an effect on a layer, is green after the merge', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, { 'reconcile.yaml': tighter });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('#7: No changes to apply');
      expect(`${job.out}${outcomeOn(harness, 7)}`).not.toMatch(/\b(?:Done|applied)\b(?! commit)/);
      expect(verdicts(harness)).toEqual([]);
      const asked = await apply(harness, { event: 'workflow_dispatch' });
      expect(asked.exit, asked.out).toBe(0);
    });
  });

  test('settings that change what is sent need a digest', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        'reconcile.yaml': settings({ transport: endpoint(), policies, costCapUnit: 'minor' }),
      });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toContain('changes files that control its own review');
    });
  });

  test('a manual run is green, with and without a digest', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', desired(one, { monthlyCostCap: 29_000 }));
      await clicks(harness, one, { monthlyCostCap: 29_000 });
      for (const digest of [undefined, `sha256:${'0'.repeat(64)}`]) {
        const job = await apply(harness, { event: 'workflow_dispatch', ...(digest !== undefined && { digest }) });
        expect(job.exit, job.out).toBe(0);
        expect(job.out).toContain('Nothing to apply: no differences.');
      }
    });
  });

  test('an expired plan has a way on: a run without a digest, and one with it', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      for (const { id } of harness.github.world.artifacts()) harness.github.world.expire(id);
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(outcomeOn(harness, 7)).toContain(
        'Its reviewed plan has expired. Run the apply workflow manually; without',
      );
      const shown = await apply(harness, { event: 'workflow_dispatch' });
      const done = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(shown) });
      expect(done.exit, done.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      const again = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(shown) });
      expect(again.exit, again.out).toBe(0);
      expect(again.out).toContain('Nothing to apply');
    });
  });
});

describe('over the documented transport', () => {
  const pixel = 'C9Z9Y9X9W9V9U9T9S901';
  const before = { ...one, config: { ...one.config, capi: { ...one.config.capi, enabled: false } } };
  const manual = {
    files: { 'reconcile.yaml': settings({ policies }), [WORKFLOW]: 'on: pull_request\n', ...documentsOf([before]) },
    world: worldOf([before], { pixels: [{ id: '7000000000000000999', code: pixel, owner: one.account }] }),
  };

  test('pixel and CAPI wait; after the paste and a confirm that could only record, a re-run turns CAPI on', async () => {
    await onAction(manual, async (harness) => {
      // It finds no reviewed plan under this name, so it cannot continue.
      const inputs = { command: 'confirm', name: one.name, artifact: 'a-different-one' };
      const confirm = (more: Record<string, string> = {}) =>
        harness.onMain('workflow_dispatch', { ...inputs, ...more }, { depth: 0 });
      expect((await confirm({ json: copied(before.config) })).exit).toBe(0);
      deployed(harness);
      await reviewed(harness, 7, desired(before, { capi: { enabled: true, pixel_id: pixel } }));
      const waiting = await apply(harness);
      expect(waiting.exit, waiting.out).toBe(3);
      expect(verdicts(harness)).toEqual(['reconcile: open: #7']);
      const now = { ...before.config, capi: { ...before.config.capi, pixel_id: pixel } };
      await harness.paste(one, now);
      const confirmed = await confirm();
      expect(confirmed.exit, confirmed.out).not.toBe(1);
      const again = await apply(harness, { attempt: 2 });
      expect(again.exit, again.out).toBe(0);
      expect(live(harness, one)).toMatchObject({ capi: { enabled: true, pixel_id: pixel } });
      expect(verdicts(harness)).toEqual([]);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      const drift = await harness.onMain('schedule', { command: 'drift' });
      expect(drift.exit, drift.out).toBe(0);
    });
  });
});
