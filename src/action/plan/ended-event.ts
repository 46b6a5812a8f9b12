import type { PullFacts } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import { clip, ok, type Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { openRepository } from '../../publish/index.ts';
import { forMarkdown, forTerminal } from '../../render/index.ts';
import { addToSummary } from '../publish-problems.ts';
import type { PullEvent } from './pull-event.ts';

/**
 * The reason not to plan: the pull request is merged or closed, or a newer run plans its newest commit. Reads the
 * current state, because the payload of a re-run is that of the first attempt.
 *
 * Source: docs.github.com, re-running workflows and jobs: the same commit and ref (documented).
 */
export async function endOf(event: PullEvent, machine: Machine): Promise<Result<string | undefined>> {
  const reached = openRepository(machine);
  if (!reached.ok) return reached;
  const facts = await reached.value.repository.pull(event.pull.number);
  return facts.ok ? ok(reasonToEnd(facts.value, event)) : facts;
}

/**
 * An older base commit of the same branch does not count: GitHub starts no run when the base moves, so there is no newer
 * one. The apply compares again.
 */
export function reasonToEnd(
  { number, state, merged, head, base }: Pick<PullFacts, 'number' | 'state' | 'merged' | 'head' | 'base'>,
  event: Pick<PullEvent, 'head' | 'baseBranch'>,
): string | undefined {
  const short = (commit: string): string => commit.slice(0, 7);
  if (merged) return `#${number} is merged. Its reviewed plan is kept.`;
  if (state === 'closed') return `#${number} is closed. Reopening it starts a new plan.`;
  if (head !== event.head) {
    return `This run is for ${short(event.head)}, but ${short(head)} is now the newest commit of #${number}. Its own run plans it.`;
  }
  return base === event.baseBranch
    ? undefined
    : `This run is for the base ${quoted(event.baseBranch)}, but the base of #${number} is now ${quoted(base)}. A newer run plans it.`;
}

/** Green, and without a plan: the comment and the artifact stay as they are. */
export async function publishEnd(reason: string, machine: Machine): Promise<ExitCode> {
  machine.terminal.print(`Nothing to plan. ${forTerminal(reason)}\n`);
  await addToSummary(() => `## Nothing to plan\n\n${forMarkdown(reason)}\n`, machine);
  return EXIT.ok;
}

function quoted(branch: string): string {
  return JSON.stringify(clip(branch, 200));
}
