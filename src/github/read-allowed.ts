import { ok } from '../model/index.ts';
import type { GitHubResult } from './errors.ts';
import { type Allowed, allowedPolicies, type Contributors, labellers, lastPush, type Permission } from './labels.ts';
import type { Move, PullCommit, PullFacts, Push, Repository } from './repository.ts';

export type LabelReads = Pick<Repository, 'labelEvents' | 'runsOf' | 'moves' | 'permission' | 'pushesTo' | 'commitsOf'>;

/** Reads the input of `allowedPolicies`. */
export async function readAllowed(pull: PullFacts, repository: LabelReads): Promise<GitHubResult<Allowed>> {
  const events = await repository.labelEvents(pull.number);
  if (!events.ok) return events;
  // Without such a label no further request is needed.
  const none = allowedPolicies(pull, events.value, () => 'none', undefined, UNKNOWN_CONTRIBUTORS);
  if (none.notCounted.length === 0) return ok(none);
  const runs = await repository.runsOf(pull.head);
  if (!runs.ok) return runs;
  const moves = await repository.moves(pull.number);
  if (!moves.ok) return moves;
  const pushes = await repository.pushesTo(pull.headBranch);
  if (!pushes.ok) return pushes;
  const commits = await repository.commitsOf(pull.number);
  if (!commits.ok) return commits;
  const permissions = new Map<string, Permission>();
  for (const login of labellers(pull, events.value)) {
    const permission = await repository.permission(login);
    if (!permission.ok) return permission;
    permissions.set(login, permission.value);
  }
  const before = untilMerge(pull);
  const [pushesBefore, movesBefore] = [pushes.value.filter(before), moves.value.filter(before)];
  const runsBefore = runs.value.filter(({ createdAt: at }) => before({ at }));
  const pushedAt = later(lastPush(pull.head, runsBefore, movesBefore), pushesBefore.at(-1)?.at);
  const permissionOf = (login: string) => permissions.get(login);
  const contributors = contributorsOf(pull, commits.value, pushesBefore, movesBefore);
  return ok(allowedPolicies(pull, events.value, permissionOf, pushedAt, contributors));
}

const UNKNOWN_CONTRIBUTORS: Contributors = { pushers: undefined, authors: [] };

/** Events after the merge are ignored. */
function untilMerge({ mergedAt }: PullFacts): (one: { readonly at: string }) => boolean {
  return ({ at }) => mergedAt === null || Date.parse(at) <= Date.parse(mergedAt);
}

/**
 * A push counts if its head is one of the commits, or after the pull request was opened: content replaced by a force
 * push may live on in the new commit.
 */
function contributorsOf(
  { head: last, openedAt }: PullFacts,
  commits: readonly PullCommit[] | 'too many',
  pushes: readonly Push[],
  moves: readonly Move[],
): Contributors {
  const authors = commits === 'too many' ? commits : commits.flatMap(({ by }) => by);
  if (!pushes.some(({ head }) => head === last)) return { pushers: undefined, authors };
  const ids = new Set([last, ...(commits === 'too many' ? [] : commits.map(({ id }) => id))]);
  const into = pushes.filter(({ head, at }) => ids.has(head) || Date.parse(at) >= Date.parse(openedAt));
  const forced = moves.filter(({ what }) => what === 'head');
  return { pushers: [...into, ...forced].flatMap(({ by }) => (by === null ? [] : [by])), authors };
}

/** `undefined` unless both are known. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return Date.parse(one) >= Date.parse(other) ? one : other;
}
