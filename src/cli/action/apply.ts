import { EXIT } from '../exit.ts';
import { applyByDigest } from './by-digest.ts';
import { defaultBranch, openGround, readEventFacts, wrongEvent } from './ground.ts';
import { applyMerged } from './merged.ts';
import type { Road } from './inputs.ts';
import { audienceOf, tellProblems } from './tell.ts';

/**
 * Applies what was reviewed, and nothing else: on a push the plans of the pull requests that it merges, by hand the plan
 * whose digest a person names. What cannot be told for sure is a problem before any write.
 */
export const applyRoad: Road = async (inputs, machine) => {
  const ground = await openGround(inputs, machine);
  const event = ground.ok ? await readEventFacts(machine) : ground;
  if (!ground.ok || !event.ok) {
    const problems = event.ok ? [] : event.problems;
    await tellProblems(problems, await audienceOf(inputs.config, { base: null }, machine), machine);
    return EXIT.problems;
  }
  const { name, before } = event.value;
  if (name !== 'push' && name !== 'workflow_dispatch') {
    await tellProblems(wrongEvent('apply', name, 'push, or workflow_dispatch'), ground.value.audience, machine);
    return EXIT.problems;
  }
  const branch = await defaultBranch(ground.value);
  if (!branch.ok) {
    await tellProblems(branch.problems, ground.value.audience, machine);
    return EXIT.problems;
  }
  return name === 'push' ? applyMerged(branch.value, before, ground.value) : applyByDigest(branch.value, ground.value);
};
