import { describe, expect, test } from 'vitest';
import {
  apply,
  clicks,
  deployed,
  live,
  onAction,
  one,
  outcomeOn,
  plan,
  policies,
  quiet,
  reviewed,
  settings,
  three,
  two,
  desired,
} from './merging.ts';

describe('a push applies the reviewed plan', () => {
  test.each(['squash', 'rebase', 'merge'] as const)('merged as a %s', async (how) => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
      harness.push(7, desired(two, { objectives: ['reach'] }));
      expect((await plan(harness, 7)).exit).toBe(2);
      harness.merge(7, how);
      const job = await apply(harness);
      expect(job.out).toContain('#7: SANDBOX · Done: 2 changes in 2 layers.');
      expect([job.exit, job.outputs.exit_code], job.out).toEqual([0, '0']);
      expect(job.outputs).toMatchObject({ changes: 'true', to_apply: '2', human_steps: '0', refusals: '0' });
      expect(job.outputs.digest).toMatch(/^sha256:/);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      expect(live(harness, two)).toMatchObject({ objectives: ['reach'] });
      expect(outcomeOn(harness, 7)).toContain('Done: 2 changes in 2 layers.');
      expect(outcomeOn(harness, 7)).toContain(
        `[The run of this apply](https://github.com/acme/ads/actions/runs/${job.run})`,
      );
      expect(job.summary).toContain('Done: 2 changes in 2 layers.');
    });
  });

  test('without any deployment, the range starts at the beginning of the history', async () => {
    await onAction(quiet, async (harness) => {
      const before = harness.git('rev-parse', 'main');
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }), 'rebase');
      const job = await apply(harness, { before });
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('Updates of layers on main: #7.');
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('a push without layers has nothing to apply and sends no requests', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.commit('main', { 'README.md': 'Ads, and more\n' });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('Nothing to apply at');
      expect(harness.github.comments()).toEqual([]);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('a pull request that only changes a workflow has nothing to apply', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      harness.open(7, { '.github/workflows/other.yml': 'on: push\n' });
      harness.merge(7);
      expect((await apply(harness)).exit).toBe(0);
    });
  });

  test('a manual step is waiting, not failed', async () => {
    const files = { ...quiet.files, 'reconcile.yaml': settings({ policies }) };
    await onAction({ ...quiet, files }, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { objectives: ['reach'] }));
      const job = await apply(harness);
      // To adopt the layer, and to set the objectives.
      expect([job.exit, job.outputs.exit_code, job.outputs.human_steps], job.out).toEqual([3, '3', '2']);
      expect(job.out).toContain('::notice title=reconcile apply::');
      expect(outcomeOn(harness, 7)).toContain('reconcile confirm acme-ios');
      // Only the ledger, which records what is open.
      const written = new Set(harness.writes().map(({ method, path }) => `${method} ${path}`));
      expect([...written]).toEqual([`PATCH /v1/projects/${one.project}`]);
    });
  });
});

describe('live values that changed after the review', () => {
  test.concurrent('nothing of that pull request is written, the value is named, and others continue', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        ...desired(two, { monthlyCostCap: 27_000 }),
      });
      await reviewed(harness, 8, desired(three, { monthlyCostCap: 26_000 }));
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toMatch(/monthlyCostCap changed live: 28,000.00 USD when reviewed, 12,000.00 USD now/);
      const caps = [one, two, three].map((of) => live(harness, of).monthlyCostCap);
      expect(caps).toEqual([12_000, 28_000, 26_000]);
      expect(outcomeOn(harness, 7)).toContain('1 layer changed since the plan was reviewed. Nothing was written.');
      expect(outcomeOn(harness, 8)).toContain('Done: 1 change in 1 layer.');
      expect(job.outputs.digest).toMatch(/^sha256:/);
    });
  });

  test.concurrent('a policy that refuses now stops only its own pull request', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await reviewed(harness, 8, desired(two, { monthlyCostCap: 20_000 }));
      // By now the spend of the month exceeds the new cap.
      harness.sandbox.intervene((_, moment, { tiktok }) => {
        const spender = tiktok.advertisers.find(({ id }) => id === two.account);
        if (moment === 'before' && spender !== undefined) spender.spendPerDay = '2100.00';
      });
      const job = await apply(harness);
      expect(job.exit, job.out).toBe(4);
      expect([live(harness, one).monthlyCostCap, live(harness, two).monthlyCostCap]).toEqual([29_000, 28_000]);
      expect(outcomeOn(harness, 7)).toContain('Done: 1 change in 1 layer.');
      expect(outcomeOn(harness, 8)).toContain('cap-below-spend');
    });
  });
});

describe('a failed apply that is run again', () => {
  test('continues: a change that is live already is not needed, and not stale', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, {
        ...desired(one, { monthlyCostCap: 29_000 }),
        ...desired(two, { monthlyCostCap: 27_000 }),
      });
      // A person reverts each write to the second layer at once: it has no effect.
      harness.sandbox.intervene(({ method, path }, moment, { layers }) => {
        const config = layers.projects.find(({ id }) => id === two.project)?.layers[0]?.config;
        if (moment === 'after' && method === 'PATCH' && path.includes(two.layer)) {
          Object.assign(config ?? {}, { monthlyCostCap: 28_000 });
        }
      });
      const first = await apply(harness, { run: 4711 });
      expect(first.exit, first.out).toBe(1);
      expect(outcomeOn(harness, 7)).toContain('**failed**');
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
      harness.sandbox.intervene(undefined);
      const again = await apply(harness, { run: 4711, attempt: 2 });
      expect(again.exit, again.out).toBe(0);
      expect(live(harness, two)).toMatchObject({ monthlyCostCap: 27_000 });
      const told = harness.github.comments().filter(({ body }) => body.includes('"kind":"outcome"'));
      expect(told.map(({ body }) => body.includes('Done: 1 change in 1 layer.'))).toEqual([true]);
    });
  });

  test('an old run is refused after a newer one was applied', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      const first = await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      await reviewed(harness, 8, desired(one, {}));
      expect((await apply(harness)).exit).toBe(0);
      const again = await apply(harness, { commit: first });
      expect(again.exit, again.out).toBe(4);
      expect(again.out).toContain('has already ended');
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 28_000 });
    });
  });

  test('one that was applied is not applied again', async () => {
    await onAction(quiet, async (harness) => {
      deployed(harness);
      await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
      expect((await apply(harness)).exit).toBe(0);
      await clicks(harness, one, { monthlyCostCap: 12_000 });
      expect((await apply(harness)).exit).toBe(0);
      expect(live(harness, one)).toMatchObject({ monthlyCostCap: 12_000 });
    });
  });
});
