import { openRepository } from '../publish/index.ts';
import { type IssuePage, type PostedIssue, postIssue, runUrl } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import { commentMarker, type DriftReport, type Problem } from '../model/index.ts';
import { driftAsIssue, driftAsText } from '../render/index.ts';
import { driftExit, driftNow, EXIT, exitCode } from '../operations/index.ts';
import { contextOptions } from './context.ts';
import type { ActionCommand } from './inputs.ts';
import { addToSummary, type PublishOptions, publishOptions, publishProblems } from './publish-problems.ts';

/**
 * Reports drift and failed checks in one issue, and closes it if there are none. It stays open if a layer could not be
 * read, because that may have drifted.
 */
export const driftCommand: ActionCommand = async (inputs, machine) => {
  const publish = await publishOptions(inputs.config, machine);
  const options = { ...contextOptions(inputs, machine), readsAll: inputs.full === true };
  const found = await driftNow(options, machine);
  if (!found.ok || found.value.report === undefined) {
    await publishProblems(found.ok ? found.value.problems : found.problems, publish, machine);
    return EXIT.problems;
  }
  const { report, problems } = found.value;
  const moved = report.layers.some(({ drift, checks }) => drift.length + checks.length > 0);
  const page = moved ? issueOf(report, problems, publish, machine) : undefined;
  await addToSummary((limit) => summaryOf(report, problems, limit, publish), machine);
  if (!publish.hideMoney) machine.terminal.print(driftAsText(report, { colour: machine.terminal.colour }));
  const unposted = moved || problems.length === 0 ? await publishIssue(page, publish, machine) : [];
  await publishProblems([...problems, ...unposted], publish, machine);
  return unposted.length > 0 ? exitCode({ problems: true }) : driftExit(report, problems);
};

function issueOf(
  report: DriftReport,
  problems: readonly Problem[],
  { pageRoot, hideMoney, clean }: PublishOptions,
  { env }: Pick<Machine, 'env'>,
): IssuePage {
  const url = runUrl(env);
  const { title, body } = driftAsIssue(report, {
    first: commentMarker(pageRoot, 'drift'),
    root: pageRoot,
    hideMoney,
    problems,
    ...(url !== undefined && { runUrl: url }),
  });
  return { title: clean(title), body: clean(body) };
}

function summaryOf(
  report: DriftReport,
  problems: readonly Problem[],
  limit: number,
  { pageRoot, hideMoney }: PublishOptions,
): string {
  return driftAsIssue(report, { root: pageRoot, hideMoney, problems, limit }).body;
}

async function publishIssue(
  page: IssuePage | undefined,
  { pageRoot }: PublishOptions,
  machine: Machine,
): Promise<readonly Problem[]> {
  const reached = openRepository(machine);
  if (!reached.ok) return reached.problems;
  const { github, repository, owner, repo } = reached.value;
  const posted = await postIssue(page, pageRoot, github, repository);
  if (!posted.ok) return posted.problems;
  machine.terminal.print(`${issueText(posted.value, `${owner}/${repo}`)}\n`);
  return [];
}

function issueText({ did, number }: PostedIssue, repository: string): string {
  const issue = number === undefined ? 'the issue' : `${repository}#${number}`;
  switch (did) {
    case 'opened':
      return `Opened ${issue}.`;
    case 'edited':
      return `Edited ${issue}.`;
    case 'closed':
      return `Closed ${issue}: no drift.`;
    case 'untouched':
      return 'The drift issue is up to date.';
    default:
      return did satisfies never;
  }
}
