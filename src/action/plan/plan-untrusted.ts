import type { Machine } from '../../machine.ts';
import type { Problem, Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { openGitHub } from '../../publish/index.ts';
import { outdatedMark } from '../../render/index.ts';
import type { ActionInputs } from '../inputs.ts';
import { markPlan } from '../mark-plan.ts';
import { type PublishOptions, publishProblems } from '../publish-problems.ts';
import { endOf, publishEnd } from './ended-event.ts';
import type { PullEvent } from './pull-event.ts';
import { validateUntrusted } from './validate.ts';

/**
 * Validates a pull request without credentials. Asks GitHub only if there is a problem, and marks an older plan.
 *
 * @param why the author is untrusted, as the end of a sentence
 * @param base the first parent of the test merge
 */
export async function planUntrusted(
  why: string,
  event: PullEvent,
  base: Result<string>,
  { config }: ActionInputs,
  publish: PublishOptions,
  machine: Machine,
): Promise<ExitCode> {
  const problems = base.ok ? await validateUntrusted(why, base.value, config, machine) : base.problems;
  if (problems.length === 0) {
    machine.terminal.print(`Nothing to plan: ${why}, and it changes no layer. Its documents are valid.\n`);
    return EXIT.ok;
  }
  const end = await endOf(event, machine);
  if (end.ok && end.value !== undefined) return publishEnd(end.value, machine);
  // If the state is unknown, the comment may be that of a merged pull request.
  if (end.ok) await markOutdated(event, publish, machine);
  return publishFailure(problems, publish, machine);
}

/** A fork has no plan, and its token cannot write. */
async function markOutdated({ pull, head }: PullEvent, publish: PublishOptions, machine: Machine): Promise<void> {
  const github = openGitHub(machine);
  if (pull.fromFork || !github.ok) return;
  // The mark has no money, and commit ids have numbers.
  const shown = { ...publish, hideMoney: false };
  await markPlan(pull, (body) => outdatedMark(body, head), shown, github.value, machine);
}

export async function publishFailure(
  problems: readonly Problem[],
  publish: PublishOptions,
  machine: Machine,
): Promise<ExitCode> {
  await publishProblems(problems, publish, machine);
  return EXIT.problems;
}
