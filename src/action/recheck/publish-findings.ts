import type { Pull, PullFacts } from '../../github/index.ts';
import { forMarkdown, forTerminal, type PlanMark, withoutNumbers } from '../../render/index.ts';
import type { ActionContext } from '../context.ts';
import { markPlan } from '../mark-plan.ts';
import { addToSummary } from '../publish-problems.ts';
import type { Finding, FindingState } from './findings.ts';

/** Prints the findings to the log, the summary and the comment of the plan. They contain no digest. */
export async function publishFindings(
  findings: readonly Finding[],
  pulls: readonly PullFacts[],
  context: ActionContext,
): Promise<void> {
  const { machine, publish, github, owner, repo } = context;
  const shown = (text: string): string => publish.clean(publish.hideMoney ? withoutNumbers(text) : text);
  const lines = findings.flatMap(({ name, state, sentences, remedy }) => [
    `${name}: ${STATE_TEXTS[state]}`,
    ...sentences.map((text) => shown(`${name}: ${text}`)),
    ...(remedy === undefined ? [] : [`${name}: ${remedy}`]),
  ]);
  machine.terminal.print(lines.map((text) => `${forTerminal(text)}\n`).join(''));
  await addToSummary(() => findingsAsSummary(lines), machine);
  for (const pull of pulls) {
    const own = findings.filter((finding) => finding.pull === pull.number);
    // If the check failed, it is unknown whether the plan is stale.
    if (own.some(({ state }) => state === 'problems')) continue;
    const commented: Pull = { owner, repo, number: pull.number, fromFork: false };
    await markPlan(commented, () => planMark(own), publish, github, machine);
  }
}

const STATE_TEXTS: Readonly<Record<FindingState, string>> = {
  current: 'the reviewed plan would be applied.',
  open: 'the reviewed plan would be applied.',
  manual: 'it can only be applied manually, with the digest that the apply workflow prints.',
  stale: 'the reviewed plan would no longer be applied, because it is out of date.',
  refused: 'the reviewed plan would no longer be applied, because a policy refuses it.',
  failed: 'there is no plan to apply, because the last run of its plan failed.',
  problems: 'not everything could be planned.',
};

export function findingsAsSummary(sentences: readonly string[]): string {
  return `## Recheck\n\n${sentences.map((text) => `- ${forMarkdown(text)}\n`).join('')}`;
}

/** Stale comes first: a new plan may need no label. The comment of a failed plan shows its reasons without a mark. */
function planMark(findings: readonly Finding[]): PlanMark | undefined {
  const state = (['stale', 'refused'] as const).find((one) => findings.some((finding) => finding.state === one));
  if (state === undefined) return undefined;
  const own = findings.filter((finding) => finding.state === state);
  return {
    state: state === 'stale' ? 'Stale' : 'Refused',
    why: own.flatMap(({ sentences }) => sentences).join(' '),
    remedy: own[0]?.remedy ?? '',
  };
}
