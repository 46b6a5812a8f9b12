import { EXIT } from '../../operations/index.ts';
import { applyByDigest } from './apply-by-digest.ts';
import { defaultBranch, openActionContext, readEventFacts, wrongEvent } from '../context.ts';
import { applyMerged } from './apply-merged.ts';
import type { ActionCommand } from '../inputs.ts';
import { publishOptions, publishProblems } from '../publish-problems.ts';

/**
 * Applies only reviewed plans: on a push those of the merged pull requests, on a manual run the plan with the given
 * digest. Anything uncertain is a problem before the first write.
 */
export const applyCommand: ActionCommand = async (inputs, machine) => {
  const context = await openActionContext(inputs, machine);
  const event = context.ok ? await readEventFacts(machine) : context;
  if (!context.ok || !event.ok) {
    const problems = event.ok ? [] : event.problems;
    await publishProblems(problems, await publishOptions(inputs.config, { base: null }, machine), machine);
    return EXIT.problems;
  }
  const { name, before } = event.value;
  if (name !== 'push' && name !== 'workflow_dispatch') {
    await publishProblems(wrongEvent('apply', name, 'push, or workflow_dispatch'), context.value.publish, machine);
    return EXIT.problems;
  }
  const branch = await defaultBranch(context.value);
  if (!branch.ok) {
    await publishProblems(branch.problems, context.value.publish, machine);
    return EXIT.problems;
  }
  return name === 'push'
    ? applyMerged(branch.value, before, context.value)
    : applyByDigest(branch.value, context.value);
};
