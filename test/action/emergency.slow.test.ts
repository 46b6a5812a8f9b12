import { expect, test } from 'vitest';
import { acme, campaignOf } from '../support/worlds.ts';
import {
  apply,
  deployed,
  desired,
  digestIn,
  fileOf,
  onAction,
  one,
  plan,
  quiet,
  three,
  two,
  worldOf,
} from './merging.ts';

const BROKEN = 'name: [\n';

const running = acme({
  inProject: {
    layers: [{ id: one.layer, config: one.config, defaults: { structural: 'auto' } }],
    campaigns: [campaignOf(one.account, 1, 'active')],
  },
});
const world = worldOf([running, two, three]);

test.each([
  { name: 'while a document of main is broken', onMain: { [fileOf(three)]: BROKEN }, inPull: {} },
  { name: 'in a pull request that breaks a document', onMain: undefined, inPull: { [fileOf(three)]: BROKEN } },
])('a pause $name: shown, and after the merge carried out by its digest', async ({ onMain, inPull }) => {
  await onAction({ ...quiet, world }, async (harness) => {
    deployed(harness);
    if (onMain !== undefined) harness.commit('main', onMain);
    harness.open(7, { ...desired(one, { state: 'paused' }), ...inPull });
    expect((await plan(harness, 7)).exit).toBe(1);
    const body = harness.github.comments()[0]?.body ?? '';
    expect(body).toMatch(/## SANDBOX · Incomplete: 1 of [23] layers could not be read\./);
    expect(body).toContain('pause Campaign 1');
    expect(body).toContain('or start the apply workflow manually after the merge.');
    expect(body.split('document/syntax')).toHaveLength(2);
    harness.merge(7);
    const waits = await apply(harness);
    expect([waits.exit, harness.writes()], waits.out).toEqual([4, []]);
    const job = await apply(harness, { event: 'workflow_dispatch', digest: digestIn(waits) });
    expect([0, 1, 3], job.out).toContain(job.exit);
    const paused = harness.writes().filter(({ path }) => path.endsWith('/pause'));
    expect(paused.map(({ path }) => path)).toEqual([expect.stringContaining('/cmp_1/pause')]);
    expect(job.out).toContain('Incomplete: 1 of');
  });
});
