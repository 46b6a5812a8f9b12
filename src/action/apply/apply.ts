import { fail, ok, type Problem } from '../../model/index.ts';
import { defaultBranch, withActionContext, wrongEvent } from '../context.ts';
import type { ActionCommand } from '../inputs.ts';
import { applyByDigest } from './apply-by-digest.ts';
import type { Machine } from '../../machine.ts';
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
    if (name === 'workflow_dispatch') return applyByDigest(branch.value, context);
    const applied = await applyMerged(branch.value, isRerun(machine) ? undefined : before, context);
    return applied.ok ? ok(applied.value.exit) : applied;
  });

const fixDriftOnPush: Problem = {
  code: 'cli/usage',
  message: 'The input "fix-drift" is true on a push, but a push applies only what was reviewed.',
  remedy: 'Set it from the inputs of workflow_dispatch: ${{ inputs.fix-drift }}.',
};

/** A person asks for everything that is open. Source: docs.github.com, variables, `GITHUB_RUN_ATTEMPT` (documented). */
function isRerun({ env }: Pick<Machine, 'env'>): boolean {
  return Number(env.GITHUB_RUN_ATTEMPT) > 1;
}
