import { findPage, type Pull, type PullFacts, pullText } from '../github/index.ts';
import { forMarkdown, forTerminal, staleComment, withoutNumbers } from '../render/index.ts';
import type { ActionContext } from './context.ts';
import type { Finding } from './recheck/recheck-slices.ts';
import { addToSummary } from './publish-problems.ts';

/** Prints the findings to the log, the summary and the comment of the plan. They contain no digest. */
export async function publishFindings(
  findings: readonly Finding[],
  pulls: readonly PullFacts[],
  context: ActionContext,
): Promise<void> {
  const { machine, publish } = context;
  const shown = (text: string): string => publish.clean(publish.hideMoney ? withoutNumbers(text) : text);
  const lines = findings.flatMap(({ name, state, sentences }) => [
    `${name}: ${VERDICTS[state]}`,
    ...sentences.map((text) => shown(`${name}: ${text}`)),
  ]);
  machine.terminal.print(lines.map((text) => `${forTerminal(text)}\n`).join(''));
  await addToSummary(() => findingsAsSummary(lines), machine);
  for (const pull of pulls) {
    const own = findings.filter((finding) => finding.pull === pull.number);
    const stale = own.filter(({ state }) => state === 'stale');
    // If the check failed, it is unknown whether the plan is stale.
    if (own.some(({ state }) => state === 'problems')) continue;
    const why = stale.length === 0 ? undefined : stale.flatMap(({ sentences }) => sentences).join(' ');
    await mark(pull.number, why === undefined ? undefined : `${why} ${PLAN_AGAIN}`, context);
  }
}

const VERDICTS: Readonly<Record<Finding['state'], string>> = {
  holds: 'the plan that was reviewed would be applied.',
  stale: 'the plan that was reviewed would not be applied any more.',
  problems: 'not everything could be planned.',
  'by hand': 'it is applied by hand, with the digest that the apply workflow shows.',
};

const PLAN_AGAIN = 'Run its plan again; where a document moved, bring the branch up to date first.';

export function findingsAsSummary(sentences: readonly string[]): string {
  return `## Recheck\n\n${sentences.map((text) => `- ${forMarkdown(text)}\n`).join('')}`;
}

/** If the comment cannot be edited, it only warns: the check itself has the right status. */
async function mark(number: number, why: string | undefined, context: ActionContext): Promise<void> {
  const { machine, publish, github, owner, repo } = context;
  const { mark: root, hideMoney, clean } = publish;
  const pull: Pull = { owner, repo, number, fromFork: false };
  const found = await findPage({ root }, pull, github);
  const body = found.ok ? found.value?.body : undefined;
  const next = body === undefined ? undefined : clean(staleComment(body, why, { hideMoney }));
  if (found.ok && (found.value === undefined || next === undefined || next === body)) return;
  const edited = found.ok ? await github.edit(pull, found.value?.id ?? 0, next ?? '') : found;
  if (edited.ok) return;
  machine.terminal.warn(`The plan on ${pullText(pull)} could not be marked: ${edited.problems[0]?.message ?? ''}\n`);
}
