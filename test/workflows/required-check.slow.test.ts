import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { readWorkflow } from './read.ts';

/** What the last job's script ends with on a runner, which starts bash so. */
function ends(file: string, env: Readonly<Record<string, string>>): 'green' | 'red' {
  const script = readWorkflow(file).jobs['reconcile']?.steps?.[0]?.run;
  expect(script, file).toBeDefined();
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script ?? ''], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  expect(stderr).toBe('');
  return status === 0 ? 'green' : 'red';
}

const RESULTS = ['success', 'failure', 'cancelled', 'skipped'];

const GREEN = [
  'success true success skipped',
  'success false skipped skipped',
  'success true skipped success',
  'success false skipped success',
];

describe.each(['.github/workflows/plan.yml', 'examples/github/.github/workflows/reconcile-plan.yml'])('%s', (file) => {
  // Without an output, the deciding job did not get to its end.
  test.each(['true', 'false', ''])('needed "%s": green only if exactly the right job succeeded', (needed) => {
    const all = RESULTS.flatMap((plan) => RESULTS.map((offline) => ({ plan, offline })));
    for (const { plan, offline } of all) {
      const one = `success ${needed} ${plan} ${offline}`;
      const ended = ends(file, { DECIDE: 'success', NEEDED: needed, PLAN: plan, OFFLINE: offline });
      expect(ended, one).toBe(GREEN.includes(one) ? 'green' : 'red');
    }
  });

  test.each(RESULTS.slice(1))('deciding %s is red', (decide) => {
    for (const one of GREEN) {
      const [, needed = '', plan = '', offline = ''] = one.split(' ');
      expect(ends(file, { DECIDE: decide, NEEDED: needed, PLAN: plan, OFFLINE: offline }), one).toBe('red');
    }
  });
});

test('a plan in shards is green only if all shards and the merge succeeded', () => {
  const file = 'examples/github/shards/.github/workflows/reconcile-plan.yml';
  const GREEN_IN_SHARDS = [
    'success true success success skipped',
    'success false skipped skipped skipped',
    'success true skipped skipped success',
    'success false skipped skipped success',
  ];
  for (const needed of ['true', 'false', '']) {
    for (const shard of RESULTS) {
      for (const merge of RESULTS) {
        for (const offline of ['success', 'failure', 'skipped']) {
          const one = `success ${needed} ${shard} ${merge} ${offline}`;
          const env = { DECIDE: 'success', NEEDED: needed, SHARD: shard, MERGE: merge, OFFLINE: offline };
          expect(ends(file, env), one).toBe(GREEN_IN_SHARDS.includes(one) ? 'green' : 'red');
        }
      }
    }
  }
});

const rechecks = [
  { event: 'merge_group', queue: 'success', list: 'skipped', each: 'skipped', ends: 'green' },
  { event: 'merge_group', queue: 'failure', list: 'skipped', each: 'skipped', ends: 'red' },
  { event: 'merge_group', queue: 'cancelled', list: 'skipped', each: 'skipped', ends: 'red' },
  { event: 'merge_group', queue: 'skipped', list: 'skipped', each: 'skipped', ends: 'red' },
  { event: 'merge_group', queue: 'skipped', list: 'success', each: 'success', ends: 'red' },
  { event: 'schedule', queue: 'skipped', list: 'success', each: 'success', ends: 'green' },
  { event: 'schedule', queue: 'skipped', list: 'success', each: 'skipped', ends: 'green' },
  { event: 'schedule', queue: 'skipped', list: 'success', each: 'failure', ends: 'red' },
  { event: 'schedule', queue: 'skipped', list: 'failure', each: 'skipped', ends: 'red' },
  { event: 'workflow_dispatch', queue: 'skipped', list: 'success', each: 'success', ends: 'green' },
  { event: 'workflow_dispatch', queue: 'skipped', list: 'skipped', each: 'skipped', ends: 'red' },
  { event: 'pull_request', queue: 'success', list: 'success', each: 'success', ends: 'red' },
];

describe.each(['.github/workflows/recheck.yml', 'examples/github/.github/workflows/reconcile-recheck.yml'])(
  '%s',
  (file) => {
    test.each(rechecks)('$event: queue $queue, list $list, each $each: $ends', (each) => {
      expect(ends(file, { EVENT: each.event, QUEUE: each.queue, LIST: each.list, EACH: each.each })).toBe(each.ends);
    });
  },
);
