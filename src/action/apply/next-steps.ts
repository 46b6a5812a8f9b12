import { objectAt } from '../../io/index.ts';
import { type RunOutcome, withoutNumbers } from '../../render/index.ts';
import type { ActionContext } from '../context.ts';
import { type BranchUpdate, BY_DIGEST } from '../review/assign-layers.ts';
import type { Range } from './range.ts';
import { planRemaining } from './remaining-plan.ts';

/**
 * The plan of everything that is left. It is not made if the settings changed: their credentials and origins are only
 * used once a person starts the run.
 */
export async function nextSteps(
  range: Range,
  updates: readonly BranchUpdate[],
  context: ActionContext,
): Promise<Pick<RunOutcome, 'nextSteps' | 'remaining'>> {
  const { opened, settingsPath, machine } = context;
  const settingsAt = (commit: string) => objectAt(commit, settingsPath, opened.root, machine);
  const start = range.from ?? range.before;
  const before = start === undefined ? undefined : await settingsAt(start);
  const after = await settingsAt(range.head);
  if (before?.ok !== true || !after.ok || before.value !== after.value) {
    return { nextSteps: [`${settingsPath} changed. ${BY_DIGEST}`] };
  }
  const remaining = await planRemaining(range, updates, context);
  if (!remaining.ok) {
    const message = remaining.problems[0]?.message ?? '';
    const shown = context.publish.hideMoney ? withoutNumbers(message) : message;
    return { nextSteps: [`The remaining changes could not be planned: ${shown} Resolve that. ${BY_DIGEST}`] };
  }
  const { plan, notes } = remaining.value;
  return {
    remaining: plan,
    nextSteps: [
      `To apply all remaining changes, run the apply workflow manually with the digest ${plan.digest}`,
      ...(plan.refusals.length > 0 ? ['It would be refused for the reasons below.'] : []),
      ...notes,
    ],
  };
}
