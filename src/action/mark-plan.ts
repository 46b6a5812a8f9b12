import { findPage, type GitHub, type Pull, pullText } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import { markComment, type PlanMark } from '../render/index.ts';
import type { PublishOptions } from './publish-problems.ts';

/**
 * Marks the plan in our comment, or removes its mark. Never creates a comment. If it cannot be edited, only a warning is
 * printed: the check itself has the right status.
 *
 * @param makeMark returns the mark for the text of the comment
 */
export async function markPlan(
  pull: Pull,
  makeMark: (body: string) => PlanMark | undefined,
  { pageRoot: root, hideMoney, clean }: PublishOptions,
  github: GitHub,
  machine: Pick<Machine, 'terminal'>,
): Promise<void> {
  const found = await findPage({ root }, pull, github);
  const body = found.ok ? found.value?.body : undefined;
  const next = body === undefined ? undefined : clean(markComment(body, makeMark(body), { hideMoney }));
  if (found.ok && (found.value === undefined || next === undefined || next === body)) return;
  const edited = found.ok ? await github.edit(pull, found.value?.id ?? 0, next ?? '') : found;
  if (edited.ok) return;
  machine.terminal.warn(
    `The comment on ${pullText(pull)} could not be updated: ${edited.problems[0]?.message ?? ''}\n`,
  );
}
