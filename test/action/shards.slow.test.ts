import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ActionHarness } from './harness.ts';
import { apply, clients, deployed, desired, live, onAction, one, quiet, settings, three, two } from './merging.ts';
import type { Job } from './runner.ts';
import { endpoint } from '../support/worlds.ts';

const OF = 3;
const NO_CREDENTIALS = { LAYERS_API_KEY: undefined, TIKTOK_ACCESS_TOKEN: undefined };

type Matrix = {
  readonly shards: readonly Job[];
  /** Runs the job that merges, with all shards or with these. */
  readonly merge: (numbers?: readonly number[]) => Promise<Job>;
};

/** Runs the jobs of the matrix, and keeps their artifacts in folders of their own, as actions/download-artifact does. */
async function inShards(
  harness: ActionHarness,
  number: number,
  play: (matrix: Matrix) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reconcile-shards-'));
  try {
    const shards: Job[] = [];
    for (let shard = 1; shard <= OF; shard += 1) {
      shards.push(await harness.plan(number, { inputs: { shard: `${shard}/${OF}` }, keep: false }));
    }
    await play({
      shards,
      merge: async (numbers = shards.map((_, index) => index + 1)) => {
        const path = await mkdtemp(join(folder, 'downloaded-'));
        for (const one of numbers) {
          await mkdir(join(path, `reconcile-shard-${one}`));
          await cp(shards[one - 1]?.outputs.plan_path ?? '', join(path, `reconcile-shard-${one}`, 'plan.json'));
        }
        return harness.plan(number, { inputs: { shards: path }, env: NO_CREDENTIALS });
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const comments = (harness: ActionHarness, pull: number) =>
  harness.github.comments().filter((comment) => comment.pull === pull);

test('a matrix plans, one job comments, and the merged plan is applied as reviewed', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), ...desired(two, { objectives: ['traffic'] }) });
    await inShards(harness, 7, async ({ shards, merge }) => {
      expect(shards.map(({ exit }) => exit).filter((exit) => exit !== 0 && exit !== 2)).toEqual([]);
      expect(comments(harness, 7)).toEqual([]);
      const merged = await merge();
      expect(merged.exit, merged.out).toBe(2);
      expect(merged.outputs).toMatchObject({ to_apply: '2', refusals: '0' });
    });
    expect(comments(harness, 7)).toHaveLength(1);
    expect(comments(harness, 7)[0]?.body).toContain('Plan: 2 changes in 2 layers');
    expect(comments(harness, 7)[0]?.body).toContain('Merging applies 2 changes');
    harness.merge(7, 'squash');
    const job = await apply(harness);
    expect(job.exit, job.out).toBe(0);
    expect(live(harness, one)).toMatchObject({ monthlyCostCap: 29_000 });
    expect(live(harness, two)).toMatchObject({ objectives: ['traffic'] });
  });
});

test('the digest of the merged plan is that of a plan of one job', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), ...desired(three, { objectives: ['traffic'] }) });
    const whole = await harness.plan(7, { keep: false });
    await inShards(harness, 7, async ({ merge }) => {
      expect((await merge()).outputs.digest).toBe(whole.outputs.digest);
    });
  });
});

test('a policy over a sum refuses in the job that merges, and a label there allows it', async () => {
  const policies = { 'cap-total': { amount: '86000 USD' } };
  const files = { ...quiet.files, 'reconcile.yaml': settings({ transport: endpoint(), policies }) };
  await onAction({ ...quiet, files }, async (harness) => {
    const raised = clients.map((client) => desired(client, { monthlyCostCap: 29_000 }));
    harness.open(7, Object.assign({}, ...raised));
    await inShards(harness, 7, async ({ shards, merge }) => {
      expect(shards.map(({ exit }) => exit)).not.toContain(4);
      const refused = await merge();
      expect(refused.exit, refused.out).toBe(4);
      expect(comments(harness, 7)[0]?.body).toContain('The caps together would be 87,000.00 USD');
      harness.github.world.setRole('otto', 'admin');
      harness.github.world.label(7, 'reconcile: allow cap-total', 'otto');
      expect((await merge()).exit).toBe(2);
      expect(comments(harness, 7)[0]?.body).toContain('Allowed: `cap-total` for `USD`, by label of');
    });
  });
});

test('a refusal of one layer does not fail its shard, because a label can allow it', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, desired(one, { monthlyCostCap: 90_000 }));
    await inShards(harness, 7, async ({ shards, merge }) => {
      expect(shards.map(({ exit }) => exit)).not.toContain(4);
      expect((await merge()).exit).toBe(4);
      expect(comments(harness, 7)[0]?.body).toContain('cap-increase');
    });
  });
});

test('a missing shard fails, and an older plan on the pull request is replaced', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    await inShards(harness, 7, async ({ merge }) => {
      expect((await merge()).exit).toBe(2);
      const failed = await merge([1, 3]);
      expect(failed.exit).toBe(1);
      expect(failed.outputs.plan_path).toBeUndefined();
      expect(comments(harness, 7)).toHaveLength(1);
      expect(comments(harness, 7)[0]?.body).toContain('Shard 2 of 3 is missing.');
    });
  });
});

test('a shard that could not read its layers fails, and the page says that it is incomplete', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), ...desired(two, { objectives: ['traffic'] }) });
    harness.sandbox.faults([
      { method: 'GET', path: `/v1/projects/${one.project}`, times: 99, fault: { kind: 'status', status: 403 } },
    ]);
    await inShards(harness, 7, async ({ shards, merge }) => {
      expect(shards.map(({ exit }) => exit).filter((exit) => exit === 1)).toHaveLength(1);
      const merged = await merge();
      expect(merged.exit, merged.out).toBe(1);
      expect(comments(harness, 7)[0]?.body).toContain('Incomplete: 1 of 2 layers could not be read.');
      expect(merged.summary).toContain('The jobs of the shards say why layers could not be read.');
    });
  });
});

test('files of the checkout are no shards, and a shard is no reviewed plan', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    harness.open(7, { ...desired(one, { monthlyCostCap: 29_000 }), 'shards/plan.json': '{}' });
    const inside = await harness.plan(7, { inputs: { shards: 'shards' } });
    expect([inside.exit, inside.out]).toEqual([1, expect.stringContaining('a folder of the checkout')]);
    const alone = await harness.plan(7, { inputs: { shard: '1/1' } });
    expect([0, 2]).toContain(alone.exit);
    harness.merge(7, 'squash');
    const job = await apply(harness);
    expect([job.exit, job.out]).toEqual([4, expect.stringContaining('The saved plan is only shard 1 of 1.')]);
    expect(harness.writes()).toEqual([]);
  });
});
