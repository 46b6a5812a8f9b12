import type { Answer } from './judge.ts';
import { type Allowed, allowedPolicies, labellers, lastPush, type Permission } from './labels.ts';
import type { PullFacts, Repository } from './repository.ts';

/** The slice of the repository that labels are judged by. */
export type LabelReads = Pick<Repository, 'labelEvents' | 'runsOf' | 'moves' | 'permission'>;

/** Which policies the labels on a pull request lift, with everything read that it takes: see `allowedPolicies`. */
export async function readAllowed(pull: PullFacts, repository: LabelReads): Promise<Answer<Allowed>> {
  const events = await repository.labelEvents(pull.number);
  if (!events.ok) return events;
  // Without such a label there is nothing further to ask.
  const none = allowedPolicies(pull, [], () => 'none', undefined);
  if (none.notCounted.length === 0) return { ok: true, value: none };
  const runs = await repository.runsOf(pull.head);
  if (!runs.ok) return runs;
  const moves = await repository.moves(pull.number);
  if (!moves.ok) return moves;
  const permissions = new Map<string, Permission>();
  for (const login of labellers(pull, events.value)) {
    const permission = await repository.permission(login);
    if (!permission.ok) return permission;
    permissions.set(login, permission.value);
  }
  const pushedAt = lastPush(pull.head, runs.value, moves.value);
  return { ok: true, value: allowedPolicies(pull, events.value, (login) => permissions.get(login), pushedAt) };
}
