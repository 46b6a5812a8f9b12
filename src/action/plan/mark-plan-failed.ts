import { pageSteps, postPage, type Pull, pullText, runUrl } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import type { Problem } from '../../model/index.ts';
import { problemsAsComment } from '../../render/index.ts';
import { redactDeep } from '../../io/index.ts';
import { openGitHub, postedText } from '../../publish/index.ts';
import type { PublishOptions } from '../publish-problems.ts';

/**
 * Replaces an outdated plan on the pull request with the problems. Without a plan nothing is posted, because the check
 * has annotations. Failures are only logged, because the run has failed already.
 */
export async function markPlanFailed(
  problems: readonly Problem[],
  pull: Pull,
  { pageRoot, hideMoney, clean }: PublishOptions,
  machine: Machine,
): Promise<void> {
  // The token of a fork cannot write, so there is no plan that could be outdated.
  if (pull.fromFork) return;
  const github = openGitHub(machine);
  const url = runUrl(machine.env);
  const text = problemsAsComment(redactDeep(problems, { clean }), {
    marker: { root: pageRoot },
    hideMoney,
    ...(url !== undefined && { runUrl: url }),
  });
  const page = { root: pageRoot, body: clean(text) };
  const steps = github.ok ? await pageSteps(page, pull, github.value) : github;
  if (!steps.ok) return warn(steps.problems);
  if (!github.ok || steps.value.some(({ action }) => action === 'create')) return;
  const posted = await postPage(page, pull, github.value);
  if (!posted.ok) return warn(posted.problems);
  machine.terminal.print(`${postedText(posted.value, pullText(pull))}\n`);

  function warn(unposted: readonly Problem[]): void {
    const [first] = unposted;
    machine.terminal.warn(`The pull request may still show an outdated plan: ${first?.message ?? ''}\n`);
  }
}
