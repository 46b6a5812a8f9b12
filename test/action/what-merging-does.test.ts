import { expect, test } from 'vitest';
import { type MergeFacts, mergingOf, mergingOfPlan } from '../../src/action/review/merging.ts';
import type { Merging, Plan } from '../../src/model/index.ts';
import { aChange, aLayer, aPlan, aRefusal } from '../support/plan.ts';

const changed = [aLayer({ changes: [aChange('capi', [])] })];
const plan = (given: Partial<Plan> = {}): Plan => aPlan({ layers: changed, base: 'abc', digest: 'sha256:1', ...given });
const facts: MergeFacts = { workflow: 'plan.yml', hasSameWorkflow: true, baseBranch: 'main' };
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
])('$name: $why', ({ plan: given = plan(), facts: known, is }) => {
  expect(mergingOf(given, known)).toEqual(is);
});
