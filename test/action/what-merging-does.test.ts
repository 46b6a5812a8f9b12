import { expect, test } from 'vitest';
import { type MergeFacts, mergingOf, mergingOfPlan } from '../../src/action/review/merging.ts';
import type { Merging, Plan } from '../../src/model/index.ts';
import { aChange, aLayer, aPlan, aRefusal } from '../support/plan.ts';

const changed = [aLayer({ changes: [aChange('capi', [])] })];
const plan = (given: Partial<Plan> = {}): Plan => aPlan({ layers: changed, base: 'abc', digest: 'sha256:1', ...given });
/** Incomplete, with one layer that is paused and one that changes otherwise. */
const paused = (given: Partial<Plan> = {}): Plan => {
  const pause = aChange('state', [{ path: 'state', before: { provenance: 'unknown' }, after: 'paused' }]);
  const layers = [aLayer({ name: 'stopped', changes: [pause] }), ...changed];
  return plan({ layers, unread: ['a', 'b'], ...given });
};
const facts: MergeFacts = { workflow: 'plan.yml', hasSameWorkflow: true, baseBranch: 'main' };
const REST = expect.stringMatching(/^Resolve that .* with that digest it applies the plan\.$/);
const edits = (...files: readonly string[]): MergeFacts => ({ ...facts, control: { why: 'edits-rules', files } });

test.each<{ name: string; why: string; plan: Plan; is: Merging['does'] | undefined }>([
  { name: 'a refusal', why: 'the run is red', plan: plan({ refusals: [aRefusal()] }), is: 'not apply' },
  { name: 'an unread layer', why: 'the run is red', plan: plan({ unread: ['a'] }), is: 'not apply' },
  {
    name: 'an unread layer alone',
    why: 'its changes are unknown',
    plan: plan({ layers: [], unread: ['a'] }),
    is: 'not apply',
  },
  { name: 'an unread layer beside a pause', why: 'it depends on the files', plan: paused(), is: undefined },
  { name: 'no change', why: 'whatever files are edited', plan: plan({ layers: [aLayer()] }), is: 'nothing' },
  { name: 'a change', why: 'it depends on the files', plan: plan(), is: undefined },
])('the plan alone: $name: $why', ({ plan: given, is }) => {
  expect(mergingOfPlan(given)?.does).toBe(is);
});

test.each<{ name: string; why: string; plan?: Plan; facts: MergeFacts; is: Merging }>([
  { name: 'reviewed files', why: 'the apply trusts the plan', facts, is: { does: 'apply' } },
  {
    name: 'edited settings',
    why: 'the plan was made with the edits',
    facts: edits('reconcile.yaml'),
    is: { does: 'wait for a digest', why: 'this pull request edits reconcile.yaml', digest: 'sha256:1' },
  },
  {
    name: 'several edited files',
    why: 'one is enough for a sentence',
    facts: edits('a', 'b', 'c'),
    is: { does: 'wait for a digest', why: 'this pull request edits a and 2 more files', digest: 'sha256:1' },
  },
  {
    name: 'settings that are ignored until the merge',
    why: 'with them the plan has a different digest',
    plan: plan({ ignored: ['x'] }),
    facts: edits('a'),
    is: { does: 'wait for a digest', why: 'this pull request edits a' },
  },
  {
    name: 'too many files',
    why: 'workflows may be among them',
    facts: { ...facts, control: { why: 'too-many-files' } },
    is: {
      does: 'wait for a digest',
      why: 'this pull request changes more files than GitHub lists',
      digest: 'sha256:1',
    },
  },
  {
    name: 'a different workflow file',
    why: 'its plan is not trusted',
    facts: { ...facts, hasSameWorkflow: false },
    is: {
      does: 'not apply',
      why: 'plan.yml is missing, or differs between this branch and main',
      remedy: 'Update the branch from main before the merge.',
    },
  },
  {
    name: 'an invalid base',
    why: 'protection there was not checked',
    plan: plan({ base: null }),
    facts,
    is: { does: 'wait for a digest', why: 'the documents on main are not valid' },
  },
  {
    name: 'an incomplete plan with a pause',
    why: 'a pause never needs permission',
    plan: paused(),
    facts,
    is: { does: 'apply part', layers: ['stopped'], why: '2 layers could not be read', remedy: REST },
  },
  {
    name: 'an incomplete plan with a pause and edited settings',
    why: 'the edits were not reviewed',
    plan: paused(),
    facts: edits('reconcile.yaml'),
    is: { does: 'not apply', why: '2 layers could not be read', remedy: REST },
  },
  {
    name: 'an incomplete plan with a pause and an invalid base',
    why: 'every difference counts as a change there',
    plan: paused({ base: null }),
    facts,
    is: { does: 'not apply', why: '2 layers could not be read', remedy: REST },
  },
])('$name: $why', ({ plan: given = plan(), facts: known, is }) => {
  expect(mergingOf(given, known)).toEqual(is);
});
