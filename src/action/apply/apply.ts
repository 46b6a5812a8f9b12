import { fail, type Problem } from '../../model/index.ts';
import { defaultBranch, withActionContext, wrongEvent } from '../context.ts';
import type { ActionCommand } from '../inputs.ts';
import { applyByDigest } from './apply-by-digest.ts';
import { applyMerged } from './apply-merged.ts';

/**
 * Applies only reviewed plans: on a push those of the merged pull requests, on a manual run the plan with the given
 * digest. Anything uncertain is a problem before the first write.
 */
export const applyCommand: ActionCommand = (inputs, machine) =>
  withActionContext(inputs, machine, async ({ name, before }, context) => {
    if (name !== 'push' && name !== 'workflow_dispatch') return wrongEvent('apply', name, 'push or workflow_dispatch');
    if (name === 'push' && inputs.fixDrift === true) return fail(fixDriftOnPush);
    const branch = await defaultBranch(context);
    if (!branch.ok) return branch;
    return name === 'push' ? applyMerged(branch.value, before, context) : applyByDigest(branch.value, context);
  });

const fixDriftOnPush: Problem = {
  code: 'cli/usage',
  message: 'The input "fix-drift" is true on a push, but a push applies only what was reviewed.',
  remedy: 'Set it from the inputs of workflow_dispatch: ${{ inputs.fix-drift }}.',
};
