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
  wish,
} from './merging.ts';

describe('on a push, what was reviewed is applied', () => {
  test.each(['squash', 'rebase', 'merge'] as const)('merged as a %s', async (how) => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      stage.open(7, wish(one, { monthlyCostCap: 29_000 }));
      stage.push(7, wish(two, { objectives: ['reach'] }));
      expect((await plan(stage, 7)).exit).toBe(2);
      stage.merge(7, how);
      const job = await apply(stage);
      expect(job.out).toContain('#7: SANDBOX · Done: 2 changes in 2 layers.');
      expect([job.exit, job.outputs.exit_code], job.out).toEqual([0, '0']);
      expect(job.outputs).toMatchObject({ changes: 'true', to_apply: '2', human_steps: '0', refusals: '0' });
      expect(job.outputs.digest).toMatch(/^sha256:/);
      expect(live(stage, one)).toMatchObject({ monthlyCostCap: 29_000 });
      expect(live(stage, two)).toMatchObject({ objectives: ['reach'] });
      expect(outcomeOn(stage, 7)).toContain('Done: 2 changes in 2 layers.');
      expect(outcomeOn(stage, 7)).toContain(
        `[The run that applied this](https://github.com/acme/ads/actions/runs/${job.run})`,
      );
      expect(job.summary).toContain('Done: 2 changes in 2 layers.');
    });
  });

  test('nothing was ever deployed: the push says where it began', async () => {
    await onAction(quiet, async (stage) => {
      const before = stage.git('rev-parse', 'main');
      await reviewed(stage, 7, wish(one, { monthlyCostCap: 29_000 }), 'rebase');
      const job = await apply(stage, { before });
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('where the push began');
      expect(live(stage, one)).toMatchObject({ monthlyCostCap: 29_000 });
    });
  });

  test('a push without layers has nothing to apply, and asks nobody', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      stage.commit('main', { 'README.md': 'Ads, and more\n' });
      const job = await apply(stage);
      expect(job.exit, job.out).toBe(0);
      expect(job.out).toContain('Nothing that changes a layer came onto main');
      expect(stage.github.comments()).toEqual([]);
      expect(stage.writes()).toEqual([]);
    });
  });

  test('a pull request that only changes a workflow has nothing to apply', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      stage.open(7, { '.github/workflows/other.yml': 'on: push\n' });
      stage.merge(7);
      expect((await apply(stage)).exit).toBe(0);
    });
  });

  test('what waits for a person waits, and is no failure', async () => {
    const files = { ...quiet.files, 'reconcile.yaml': settings({ policies }) };
    await onAction({ ...quiet, files }, async (stage) => {
      deployed(stage);
      await reviewed(stage, 7, wish(one, { objectives: ['reach'] }));
      const job = await apply(stage);
      expect([job.exit, job.outputs.exit_code, job.outputs.human_steps], job.out).toEqual([3, '3', '1']);
      expect(job.out).toContain('::notice title=reconcile apply::');
      expect(outcomeOn(stage, 7)).toContain('reconcile confirm acme-ios');
      expect(stage.writes()).toEqual([]);
    });
  });
});

describe('live moved after the review', () => {
  test.concurrent('nothing of that pull request is written, the value is named, and others go on', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      await reviewed(stage, 7, { ...wish(one, { monthlyCostCap: 29_000 }), ...wish(two, { monthlyCostCap: 27_000 }) });
      await reviewed(stage, 8, wish(three, { monthlyCostCap: 26_000 }));
      await clicks(stage, one, { monthlyCostCap: 12_000 });
      const job = await apply(stage);
      expect(job.exit, job.out).toBe(4);
      expect(job.out).toMatch(/monthlyCostCap moved live: 28,000.00 USD when reviewed, 12,000.00 USD now/);
      const caps = [one, two, three].map((of) => live(stage, of).monthlyCostCap);
      expect(caps).toEqual([12_000, 28_000, 26_000]);
      expect(outcomeOn(stage, 7)).toContain('1 layer changed since the plan was reviewed. Nothing was written.');
      expect(outcomeOn(stage, 8)).toContain('Done: 1 change in 1 layer.');
      expect(job.outputs.digest).toMatch(/^sha256:/);
    });
  });

  test.concurrent('a policy that refuses now stops everything', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      await reviewed(stage, 7, wish(one, { monthlyCostCap: 29_000 }));
      await reviewed(stage, 8, wish(two, { monthlyCostCap: 20_000 }));
      // Meanwhile the month has cost more than what is to be its cap.
      stage.sandbox.intervene((_, moment, { tiktok }) => {
        const spender = tiktok.advertisers.find(({ id }) => id === two.account);
        if (moment === 'before' && spender !== undefined) spender.spendPerDay = '2100.00';
      });
      const job = await apply(stage);
      expect(job.exit, job.out).toBe(4);
      expect(stage.writes()).toEqual([]);
      expect(outcomeOn(stage, 7)).toContain('another pull request of this run is refused');
      expect(outcomeOn(stage, 8)).toContain('cap-below-spend');
    });
  });
});

describe('a failed apply that is run again', () => {
  test('goes on: what is live already is no longer needed, and is not stale', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      await reviewed(stage, 7, { ...wish(one, { monthlyCostCap: 29_000 }), ...wish(two, { monthlyCostCap: 27_000 }) });
      // Somebody undoes each write to the second layer at once: it has no effect.
      stage.sandbox.intervene(({ method, path }, moment, { layers }) => {
        const config = layers.projects.find(({ id }) => id === two.project)?.layers[0]?.config;
        if (moment === 'after' && method === 'PATCH' && path.includes(two.layer)) {
          Object.assign(config ?? {}, { monthlyCostCap: 28_000 });
        }
      });
      const first = await apply(stage, { run: 4711 });
      expect(first.exit, first.out).toBe(1);
      expect(outcomeOn(stage, 7)).toContain('**failed**');
      expect(live(stage, one)).toMatchObject({ monthlyCostCap: 29_000 });
      stage.sandbox.intervene(undefined);
      const again = await apply(stage, { run: 4711, attempt: 2 });
      expect(again.exit, again.out).toBe(0);
      expect(live(stage, two)).toMatchObject({ monthlyCostCap: 27_000 });
      const told = stage.github.comments().filter(({ body }) => body.includes('"kind":"outcome"'));
      expect(told.map(({ body }) => body.includes('Done: 1 change in 1 layer.'))).toEqual([true]);
    });
  });

  test('an old run is refused once a newer one was applied', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      const first = await reviewed(stage, 7, wish(one, { monthlyCostCap: 29_000 }));
      await reviewed(stage, 8, wish(one, {}));
      expect((await apply(stage)).exit).toBe(0);
      const again = await apply(stage, { commit: first });
      expect(again.exit, again.out).toBe(4);
      expect(again.out).toContain('which came later, was applied already');
      expect(live(stage, one)).toMatchObject({ monthlyCostCap: 28_000 });
    });
  });

  test('one that was applied is not applied again', async () => {
    await onAction(quiet, async (stage) => {
      deployed(stage);
      await reviewed(stage, 7, wish(one, { monthlyCostCap: 29_000 }));
      expect((await apply(stage)).exit).toBe(0);
      await clicks(stage, one, { monthlyCostCap: 12_000 });
      expect((await apply(stage)).exit).toBe(0);
      expect(live(stage, one)).toMatchObject({ monthlyCostCap: 12_000 });
    });
  });
});
