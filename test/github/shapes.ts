import type { Contributors } from '../../src/github/labels.ts';
import type { LabelEvent, Move, PullFacts, WorkflowRun } from '../../src/github/index.ts';
import { commitId, PLAN_WORKFLOW } from '../support/fake-github/index.ts';

/** Facts as GitHub returns them, with defaults for the rest. Times of day are minutes after noon. */

export const HEAD = commitId('head');

const maya = { login: 'maya', isBot: false };

/** The author wrote and pushed everything. */
export const MAYA: Contributors = { pushers: [maya], authors: [maya] };

export function minute(after: number): string {
  return new Date(Date.parse('2026-11-10T12:00:00Z') + after * 60_000).toISOString().replace('.000Z', 'Z');
}

export function aPull(pull: Partial<PullFacts> = {}): PullFacts {
  return {
    number: 7,
    title: 'Raise the cap',
    state: 'open',
    merged: false,
    openedAt: minute(0),
    closedAt: null,
    mergedAt: null,
    mergeCommit: null,
    head: HEAD,
    headBranch: 'change',
    headRepository: 'acme/ads',
    base: 'main',
    author: { login: 'maya', isBot: false },
    labels: [],
    ...pull,
  };
}

/** Merged so many minutes after noon. */
export function aMergedPull(after: number, pull: Partial<PullFacts> = {}): PullFacts {
  const at = minute(after);
  return aPull({ state: 'closed', merged: true, closedAt: at, mergedAt: at, mergeCommit: commitId('merged'), ...pull });
}

/** A green run of the plan workflow that began so many minutes after noon. */
export function aRun(began: number, run: Partial<WorkflowRun> = {}): WorkflowRun {
  return {
    id: began,
    path: PLAN_WORKFLOW,
    event: 'pull_request',
    head: HEAD,
    headBranch: 'change',
    headRepository: 'acme/ads',
    actor: { login: 'maya', isBot: false },
    status: 'completed',
    conclusion: 'success',
    attempt: 1,
    createdAt: minute(began),
    startedAt: minute(began),
    url: `https://github.com/acme/ads/actions/runs/${began}`,
    ...run,
  };
}

export function labeled(label: string, login: string | null, after: number, isBot = false): LabelEvent {
  return { label, did: 'labeled', by: login === null ? null : { login, isBot }, at: minute(after) };
}

export function unlabeled(label: string, login: string, after: number): LabelEvent {
  return { label, did: 'unlabeled', by: { login, isBot: false }, at: minute(after) };
}

export function aMove(what: Move['what'], after: number, login = 'maya'): Move {
  return { what, by: { login, isBot: false }, at: minute(after) };
}
