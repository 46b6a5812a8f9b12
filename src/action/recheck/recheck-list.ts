import { findPage, findReviewedRun, type PullFacts } from '../../github/index.ts';
import { ok, type Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { appendOutputs } from '../../publish/index.ts';
import type { ActionContext } from '../context.ts';

/** Maximum number of jobs in a matrix. Source: docs.github.com, usage limits of GitHub Actions (documented). */
const MOST = 256;

/**
 * Outputs the numbers of the open pull requests that have a plan, as a JSON list for a matrix: each is rechecked in its
 * own checkout.
 */
export async function listPulls(context: ActionContext): Promise<Result<ExitCode>> {
  const { repository, machine } = context;
  const open = await repository.openPulls();
  if (!open.ok) return open;
  const planned: number[] = [];
  for (const pull of open.value) {
    const has = await hasPlan(pull, context);
    if (!has.ok) return has;
    if (has.value) planned.push(pull.number);
  }
  const rest = planned.length - MOST;
  await appendOutputs({ pulls: JSON.stringify(planned.slice(0, MOST)) }, machine);
  machine.terminal.print(`${planned.length} of ${open.value.length} open pull requests have a plan.\n`);
  if (rest > 0) machine.terminal.warn(`The newest ${rest} are left out: a matrix has ${MOST} jobs at most.\n`);
  return ok(EXIT.ok);
}

/** Whether there is a trusted run, or a comment of ours that a reader may rely on. Forks have neither. */
async function hasPlan(pull: PullFacts, context: ActionContext): Promise<Result<boolean>> {
  const { repository, github, inputs, owner, repo, publish } = context;
  const here = `${owner}/${repo}`;
  if (pull.headRepository?.toLowerCase() !== here.toLowerCase()) return ok(false);
  const runs = await repository.runsOf(pull.head);
  if (!runs.ok) return runs;
  if (findReviewedRun(pull, runs.value, inputs.planWorkflow, here).trusted) return ok(true);
  const page = await findPage({ root: publish.mark }, { owner, repo, number: pull.number, fromFork: false }, github);
  return page.ok ? ok(page.value !== undefined) : page;
}
