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

describe.each(['.github/workflows/plan.yml', 'examples/github/.github/workflows/reconcile-plan.yml'])('%s', (file) => {
  const all = RESULTS.flatMap((plan) => RESULTS.map((offline) => ({ plan, offline })));
  test.each(all)('plan $plan, offline $offline', ({ plan, offline }) => {
    const one = `${plan} ${offline}`;
    const green = one === 'success skipped' || one === 'skipped success';
    expect(ends(file, { PLAN: plan, OFFLINE: offline })).toBe(green ? 'green' : 'red');
  });
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
