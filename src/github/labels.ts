import { POLICY_NAMES, type PolicyName } from '../model/index.ts';
import { sameName } from './facts.ts';
import type { LabelEvent, Move, PullFacts, WorkflowRun } from './repository.ts';

/** What a person may do in the repository, as GitHub maps roles. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

/** Why a label that is there lifts nothing. */
export type LabelDoubt =
  | { readonly why: 'no-policy'; readonly policy: string }
  /** GitHub knows of nobody who put it there. */
  | { readonly why: 'no-event' }
  | { readonly why: 'no-account' }
  | { readonly why: 'bot'; readonly by: string }
  | { readonly why: 'author'; readonly by: string }
  | { readonly why: 'no-write'; readonly by: string; readonly permission: Permission }
  | { readonly why: 'before-push'; readonly by: string; readonly at: string; readonly pushedAt: string }
  /** When the last push was is not known: nothing has run since. */
  | { readonly why: 'no-push' };

export type Allowed = {
  /** Sorted, each once. */
  readonly policies: readonly PolicyName[];
  readonly notCounted: readonly { readonly label: string; readonly why: LabelDoubt }[];
};

const ALLOW = /^reconcile: allow (.*)$/i;

/**
 * Which policies the labels on a pull request lift. A label counts when somebody else than the author, who may write
 * here and is no bot, put it there after the last push. So nobody allows their own change, and nothing that is allowed
 * changes afterwards.
 *
 * @param events all label events of the pull request, oldest first
 * @param permissionOf of a login; `undefined` counts as none
 * @param pushedAt when the head came to be what it is, by GitHub's own clock: see `lastPush`
 */
export function allowedPolicies(
  pull: PullFacts,
  events: readonly LabelEvent[],
  permissionOf: (login: string) => Permission | undefined,
  pushedAt: string | undefined,
): Allowed {
  const judged = allowLabels(pull).map(({ label, policy }) => {
    const known = policyOf(policy);
    const why: LabelDoubt | undefined =
      known === undefined
        ? { why: 'no-policy', policy }
        : doubtOf(lastEvent(label, events), pull, permissionOf, pushedAt);
    return { label, known, why };
  });
  const policies = judged.flatMap(({ known, why }) => (known !== undefined && why === undefined ? [known] : []));
  const notCounted = judged.flatMap(({ label, why }) => (why === undefined ? [] : [{ label, why }]));
  return { policies: [...new Set(policies)].toSorted(), notCounted };
}

/** Logins of those who put the labels there that could lift a policy: whose permissions matter. Each once. */
export function labellers(pull: PullFacts, events: readonly LabelEvent[]): readonly string[] {
  const logins = allowLabels(pull).flatMap(({ label }) => {
    const by = lastEvent(label, events)?.by ?? null;
    return by === null || by.isBot ? [] : [by.login];
  });
  return [...new Set(logins)];
}

/**
 * When a pull request became what it is: the first run for its head, since its branch was last pushed by force or its
 * base changed. Only a forced push can take a branch back to a commit that it had before. Dates in commits are whatever
 * their authors write; these are GitHub's own. `undefined` where no run tells.
 */
export function lastPush(head: string, runs: readonly WorkflowRun[], moves: readonly Move[]): string | undefined {
  const moved = Math.max(0, ...moves.map(({ at }) => Date.parse(at)));
  return runs
    .filter((run) => run.head === head && Date.parse(run.createdAt) >= moved)
    .map(({ createdAt }) => createdAt)
    .toSorted((one, other) => Date.parse(one) - Date.parse(other))[0];
}

/** A sentence for whoever put the label there, and what to do. */
export function labelDoubtText(
  label: string,
  doubt: LabelDoubt,
): { readonly message: string; readonly remedy: string } {
  const again = `Take the label off and put it on again.`;
  const other = 'Somebody else who may write to the repository has to put it on.';
  const said = (message: string, remedy: string) => ({
    message: `The label "${label}" does not count: ${message}`,
    remedy,
  });
  switch (doubt.why) {
    case 'no-policy':
      return said(`there is no policy "${doubt.policy}".`, `Policies are ${Object.keys(POLICY_NAMES).join(', ')}.`);
    case 'no-event':
      return said('GitHub does not say who put it on.', again);
    case 'no-account':
      return said('the account that put it on is gone.', other);
    case 'bot':
      return said(`${doubt.by} is a bot.`, 'A person who may write to the repository has to put it on.');
    case 'author':
      return said(`${doubt.by} is the author of the pull request.`, other);
    case 'no-write':
      return said(`${doubt.by} may not write to the repository (permission: ${doubt.permission}).`, other);
    case 'before-push':
      return said(
        `${doubt.by} put it on at ${doubt.at}, and the pull request became what it is at ${doubt.pushedAt}.`,
        `Look at the change as it is now. ${again}`,
      );
    case 'no-push':
      return said('when the last push was cannot be told, because no workflow has run since.', 'Push again.');
    default:
      return doubt satisfies never;
  }
}

function doubtOf(
  event: LabelEvent | undefined,
  pull: PullFacts,
  permissionOf: (login: string) => Permission | undefined,
  pushedAt: string | undefined,
): LabelDoubt | undefined {
  if (event === undefined || event.did === 'unlabeled') return { why: 'no-event' };
  if (event.by === null) return { why: 'no-account' };
  const { login: by, isBot } = event.by;
  if (isBot) return { why: 'bot', by };
  if (pull.author !== null && sameName(by, pull.author.login)) return { why: 'author', by };
  const permission = permissionOf(by) ?? 'none';
  if (permission !== 'write' && permission !== 'admin') return { why: 'no-write', by, permission };
  if (pushedAt === undefined) return { why: 'no-push' };
  // GitHub counts in seconds: the same second may have been before.
  if (Date.parse(event.at) <= Date.parse(pushedAt)) return { why: 'before-push', by, at: event.at, pushedAt };
  return undefined;
}

function allowLabels({ labels }: PullFacts): readonly { readonly label: string; readonly policy: string }[] {
  return labels.flatMap((label) => {
    const policy = ALLOW.exec(label)?.[1];
    return policy === undefined ? [] : [{ label, policy: policy.trim() }];
  });
}

function policyOf(name: string): PolicyName | undefined {
  return Object.hasOwn(POLICY_NAMES, name) ? (name as PolicyName) : undefined;
}

function lastEvent(label: string, events: readonly LabelEvent[]): LabelEvent | undefined {
  return events.findLast((event) => sameName(event.label, label));
}
