import { POLICY_NAMES, type PolicyName } from '../model/index.ts';
import { sameName } from './facts.ts';
import type { Actor, LabelEvent, Move, PullFacts, WorkflowRun } from './repository.ts';

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
  | { readonly why: 'pusher'; readonly by: string }
  /** They wrote or committed one of its commits. */
  | { readonly why: 'commits'; readonly by: string }
  /** Who pushed, or who wrote the commits, is not known. */
  | { readonly why: 'no-pusher' }
  | { readonly why: 'too-many-commits' }
  | { readonly why: 'no-write'; readonly by: string; readonly permission: Permission }
  | { readonly why: 'before-push'; readonly by: string; readonly at: string; readonly pushedAt: string }
  /** When the last push was is not known: nothing has run since. */
  | { readonly why: 'no-push' };

/** Who put something into a pull request besides its author. */
export type Contributors = {
  /** Everyone who pushed to it, force pushes included; `undefined` if it is not known who pushed its last commit. */
  readonly pushers: readonly Actor[] | undefined;
  readonly authors: readonly Actor[] | 'too many';
};

export type Allowed = {
  /** Sorted, each once. */
  readonly policies: readonly PolicyName[];
  readonly notCounted: readonly { readonly label: string; readonly why: LabelDoubt }[];
};

const ALLOW = /^reconcile: allow (.*)$/i;

/**
 * Which policies the labels on a pull request lift. A label counts if a person with write access put it on after the last
 * push, and neither opened the pull request, nor pushed to it, nor wrote one of its commits. So nobody allows their own
 * change, and nothing that is allowed changes afterwards. Of a merged pull request, the labels at the merge count.
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
  contributors: Contributors,
): Allowed {
  const judged = allowLabels(pull, events).map(({ label, policy }) => {
    const known = policyOf(policy);
    const why: LabelDoubt | undefined =
      known === undefined
        ? { why: 'no-policy', policy }
        : doubtOf(lastEvent(label, pull, events), pull, permissionOf, pushedAt, contributors);
    return { label, known, why };
  });
  const policies = judged.flatMap(({ known, why }) => (known !== undefined && why === undefined ? [known] : []));
  const notCounted = judged.flatMap(({ label, why }) => (why === undefined ? [] : [{ label, why }]));
  return { policies: [...new Set(policies)].toSorted(), notCounted };
}

/** Logins of those who put the labels there that could lift a policy: whose permissions matter. Each once. */
export function labellers(pull: PullFacts, events: readonly LabelEvent[]): readonly string[] {
  const logins = allowLabels(pull, events).flatMap(({ label }) => {
    const by = lastEvent(label, pull, events)?.by ?? null;
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
    case 'pusher':
      return said(`${doubt.by} pushed to the pull request.`, other);
    case 'commits':
      return said(`${doubt.by} wrote or committed one of its commits.`, other);
    case 'no-pusher':
      return said('GitHub does not show who pushed the last commit.', `Push again. ${again}`);
    case 'too-many-commits':
      return said('GitHub does not list all of its commits.', 'Split the pull request, or squash its commits.');
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
  { pushers, authors }: Contributors,
): LabelDoubt | undefined {
  if (event === undefined || event.did === 'unlabeled') return { why: 'no-event' };
  if (event.by === null) return { why: 'no-account' };
  const { login: by, isBot } = event.by;
  if (isBot) return { why: 'bot', by };
  if (pull.author !== null && sameName(by, pull.author.login)) return { why: 'author', by };
  if (pushers === undefined) return { why: 'no-pusher' };
  if (pushers.some(({ login }) => sameName(by, login))) return { why: 'pusher', by };
  if (authors === 'too many') return { why: 'too-many-commits' };
  if (authors.some(({ login }) => sameName(by, login))) return { why: 'commits', by };
  const permission = permissionOf(by) ?? 'none';
  if (permission !== 'write' && permission !== 'admin') return { why: 'no-write', by, permission };
  if (pushedAt === undefined) return { why: 'no-push' };
  // GitHub counts in seconds: the same second may have been before.
  if (Date.parse(event.at) <= Date.parse(pushedAt)) return { why: 'before-push', by, at: event.at, pushedAt };
  return undefined;
}

function allowLabels(
  pull: PullFacts,
  events: readonly LabelEvent[],
): readonly { readonly label: string; readonly policy: string }[] {
  return labelsOn(pull, events).flatMap((label) => {
    const policy = ALLOW.exec(label)?.[1];
    return policy === undefined ? [] : [{ label, policy: policy.trim() }];
  });
}

function policyOf(name: string): PolicyName | undefined {
  return Object.hasOwn(POLICY_NAMES, name) ? (name as PolicyName) : undefined;
}

/** The labels now; of a merged pull request those at the merge, which its events tell. */
function labelsOn(pull: PullFacts, events: readonly LabelEvent[]): readonly string[] {
  if (pull.mergedAt === null) return pull.labels;
  const names = new Map(events.map(({ label }) => [label.toLowerCase(), label]));
  return [...names.values()].filter((label) => lastEvent(label, pull, events)?.did === 'labeled');
}

/** GitHub counts in seconds: a label of the second of the merge may have come after it, and one may have gone before it. */
function lastEvent(label: string, { mergedAt }: PullFacts, events: readonly LabelEvent[]): LabelEvent | undefined {
  const merged = mergedAt === null ? undefined : Date.parse(mergedAt);
  return events
    .filter(({ at, did }) => {
      if (merged === undefined) return true;
      return did === 'labeled' ? Date.parse(at) < merged : Date.parse(at) <= merged;
    })
    .findLast((event) => sameName(event.label, label));
}
