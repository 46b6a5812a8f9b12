import { POLICY_NAMES, type PolicyName } from '../model/index.ts';
import type { Actor, LabelEvent, Move, PullFacts, WorkflowRun } from './repository.ts';
import { sameName } from './shapes.ts';

/** As GitHub maps roles. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

export type LabelDoubt =
  | { readonly why: 'no-policy'; readonly policy: string }
  | { readonly why: 'no-event' }
  | { readonly why: 'no-account' }
  | { readonly why: 'bot'; readonly by: string }
  | { readonly why: 'author'; readonly by: string }
  | { readonly why: 'pusher'; readonly by: string }
  | { readonly why: 'commits'; readonly by: string }
  | { readonly why: 'no-pusher' }
  | { readonly why: 'too-many-commits' }
  | { readonly why: 'no-write'; readonly by: string; readonly permission: Permission }
  | { readonly why: 'before-push'; readonly by: string; readonly at: string; readonly pushedAt: string }
  | { readonly why: 'no-push' };

/** Contributors besides the author. */
export type Contributors = {
  /** `undefined` if the pusher of the last commit is unknown. */
  readonly pushers: readonly Actor[] | undefined;
  readonly authors: readonly Actor[] | 'too many';
};

export type Allowed = {
  /** Sorted, unique. */
  readonly policies: readonly PolicyName[];
  /** Login of the account that added the label, by policy. */
  readonly addedBy: Readonly<Partial<Record<PolicyName, string>>>;
  readonly notCounted: readonly { readonly label: string; readonly why: LabelDoubt }[];
};

const ALLOW = /^reconcile: allow (.*)$/i;

/**
 * Policies that labels allow. A label counts if a person with write access added it after the last push and did not
 * open, push to or commit to the pull request: people cannot allow their own change. After a merge, the labels at the
 * merge count.
 *
 * @param events of the pull request, oldest first
 * @param permissionOf `undefined` counts as none
 * @param pushedAt see `lastPush`
 */
export function allowedPolicies(
  pull: PullFacts,
  events: readonly LabelEvent[],
  permissionOf: (login: string) => Permission | undefined,
  pushedAt: string | undefined,
  contributors: Contributors,
): Allowed {
  const checked = allowLabels(pull, events).map(({ label, policy }) => {
    const known = policyOf(policy);
    const event = lastEvent(label, pull, events);
    const why: LabelDoubt | undefined =
      known === undefined ? { why: 'no-policy', policy } : doubtOf(event, pull, permissionOf, pushedAt, contributors);
    return { label, known, why, by: event?.by?.login ?? '' };
  });
  const counted = checked.flatMap(({ known, why, by }) =>
    known !== undefined && why === undefined ? [[known, by] as const] : [],
  );
  const notCounted = checked.flatMap(({ label, why }) => (why === undefined ? [] : [{ label, why }]));
  const addedBy = Object.fromEntries(counted);
  return { policies: [...new Set(counted.map(([policy]) => policy))].toSorted(), addedBy, notCounted };
}

/** Unique logins whose permissions are needed. */
export function labellers(pull: PullFacts, events: readonly LabelEvent[]): readonly string[] {
  const logins = allowLabels(pull, events).flatMap(({ label }) => {
    const by = lastEvent(label, pull, events)?.by ?? null;
    return by === null || by.isBot ? [] : [by.login];
  });
  return [...new Set(logins)];
}

/**
 * The first run for the head since the last force push or base change, by GitHub's clock; `undefined` if there is none.
 * Unlike commit dates, the dates of runs cannot be forged.
 */
export function lastPush(head: string, runs: readonly WorkflowRun[], moves: readonly Move[]): string | undefined {
  const moved = Math.max(0, ...moves.map(({ at }) => Date.parse(at)));
  return runs
    .filter((run) => run.head === head && Date.parse(run.createdAt) >= moved)
    .map(({ createdAt }) => createdAt)
    .toSorted((one, other) => Date.parse(one) - Date.parse(other))[0];
}

export function labelDoubtText(
  label: string,
  doubt: LabelDoubt,
): { readonly message: string; readonly remedy: string } {
  const again = 'Remove the label and add it again.';
  const other = 'A different person with write access must add it.';
  const text = (fault: string, remedy: string) => ({
    message: `The label "${label}" does not count: ${fault}`,
    remedy,
  });
  switch (doubt.why) {
    case 'no-policy':
      return text(`"${doubt.policy}" is not a policy.`, `Use one of: ${Object.keys(POLICY_NAMES).join(', ')}.`);
    case 'no-event':
      return text('GitHub has no event that added it.', again);
    case 'no-account':
      return text('the account that added it no longer exists.', other);
    case 'bot':
      return text(`${doubt.by} is a bot.`, 'A person with write access must add it.');
    case 'author':
      return text(`${doubt.by} is the author of the pull request.`, other);
    case 'pusher':
      return text(`${doubt.by} pushed to the pull request.`, other);
    case 'commits':
      return text(`${doubt.by} wrote or committed one of its commits.`, other);
    case 'no-pusher':
      return text('the account that pushed the last commit is unknown.', `Push again. ${again}`);
    case 'too-many-commits':
      return text('GitHub does not list all commits.', 'Split the pull request, or squash its commits.');
    case 'no-write':
      return text(`${doubt.by} has no write access (permission: ${doubt.permission}).`, other);
    case 'before-push':
      return text(
        `${doubt.by} added it at ${doubt.at}, and the content of the pull request is from ${doubt.pushedAt}.`,
        `Review the current content. ${again}`,
      );
    case 'no-push':
      return text('the time of the last push is unknown, because no workflow has run since.', 'Push again.');
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
  // Times have a resolution of one second, so an equal time may be earlier.
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

/** The current labels, or those at the merge. */
function labelsOn(pull: PullFacts, events: readonly LabelEvent[]): readonly string[] {
  if (pull.mergedAt === null) return pull.labels;
  const names = new Map(events.map(({ label }) => [label.toLowerCase(), label]));
  return [...names.values()].filter((label) => lastEvent(label, pull, events)?.did === 'labeled');
}

/** In the second of the merge, labels count as added after it and removed before it. */
function lastEvent(label: string, { mergedAt }: PullFacts, events: readonly LabelEvent[]): LabelEvent | undefined {
  const merged = mergedAt === null ? undefined : Date.parse(mergedAt);
  return events
    .filter(({ at, did }) => {
      if (merged === undefined) return true;
      return did === 'labeled' ? Date.parse(at) < merged : Date.parse(at) <= merged;
    })
    .findLast((event) => sameName(event.label, label));
}
