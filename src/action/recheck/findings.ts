import { findPage, type Pull, type PullFacts, pullText } from '../../github/index.ts';
import type { Problem } from '../../model/index.ts';
import { openReadContext, type ReadContext, replan, type Replanned, scopeOf } from '../../operations/index.ts';
import { forMarkdown, forTerminal, reasonAsText, staleComment, withoutNumbers } from '../../render/index.ts';
import { type ActionContext, contextOptions } from '../context.ts';
import { addToSummary } from '../publish-problems.ts';
import type { PlanSlice } from '../review/assign-layers.ts';

export type Finding = {
  /** `#7`. */
  readonly name: string;
  readonly pull: number;
  /** `manual`: its plan is never applied automatically. */
  readonly state: 'current' | 'stale' | 'problems' | 'manual';
  /** Reasons, one sentence each; may contain untrusted text. */
  readonly sentences: readonly string[];
};

/** Re-plans each part of the checkout against the new base and compares it with the reviewed plan. Read-only. */
export async function recheckSlices(
  slices: readonly PlanSlice[],
  base: string,
  context: ActionContext,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const slice of slices) findings.push(await recheckSlice(slice, base, context));
  return findings;
}

async function recheckSlice(
  { update, plan }: PlanSlice,
  base: string,
  { inputs, machine }: ActionContext,
): Promise<Finding> {
  const options = { ...contextOptions(inputs, machine), ...scopeOf(plan), base };
  const runContext = await openReadContext(options, machine);
  const checked: Replanned<ReadContext> = runContext.ok
    ? await replan(runContext.value, plan, plan.allowed)
    : { state: 'problems', problems: runContext.problems };
  return { name: update.name, pull: update.pull?.number ?? 0, ...findingOf(checked) };
}

function findingOf(checked: Replanned<ReadContext>): Pick<Finding, 'state' | 'sentences'> {
  switch (checked.state) {
    case 'ready':
      // If something could not be read, that part of the plan is unknown.
      return {
        state: checked.problems.length > 0 ? 'problems' : 'current',
        sentences: checked.problems.map(problemText),
      };
    case 'problems':
      return { state: 'problems', sentences: checked.problems.map(problemText) };
    case 'mismatch':
      return { state: 'stale', sentences: checked.problems.map(({ message }) => message) };
    case 'stale':
      return { state: 'stale', sentences: checked.stale.map((one) => `${one.layer}: ${reasonAsText(one)}.`) };
    case 'refused':
      return {
        state: 'stale',
        sentences: checked.plan.refusals.map(({ policy, subject, message }) => `${subject}: ${policy}: ${message}`),
      };
    default:
      return checked satisfies never;
  }
}

function problemText({ code, message }: Problem): string {
  return `${code}: ${message}`;
}

/** Prints the findings to the log, the summary and the comment of the plan. They contain no digest. */
export async function publishFindings(
  findings: readonly Finding[],
  pulls: readonly PullFacts[],
  context: ActionContext,
): Promise<void> {
  const { machine, publish } = context;
  const shown = (text: string): string => publish.clean(publish.hideMoney ? withoutNumbers(text) : text);
  const lines = findings.flatMap(({ name, state, sentences }) => [
    `${name}: ${STATE_TEXTS[state]}`,
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
    await markStale(pull.number, why === undefined ? undefined : `${why} ${PLAN_AGAIN_REMEDY}`, context);
  }
}

const STATE_TEXTS: Readonly<Record<Finding['state'], string>> = {
  current: 'the reviewed plan would be applied.',
  stale: 'the reviewed plan would no longer be applied.',
  problems: 'not everything could be planned.',
  manual: 'it can only be applied manually, with the digest that the apply workflow prints.',
};

const PLAN_AGAIN_REMEDY = 'Run its plan again. If a document changed, update the branch first.';

export function findingsAsSummary(sentences: readonly string[]): string {
  return `## Recheck\n\n${sentences.map((text) => `- ${forMarkdown(text)}\n`).join('')}`;
}

/** If the comment cannot be edited, it only warns: the check itself has the right status. */
async function markStale(number: number, why: string | undefined, context: ActionContext): Promise<void> {
  const { machine, publish, github, owner, repo } = context;
  const { pageRoot: root, hideMoney, clean } = publish;
  const pull: Pull = { owner, repo, number, fromFork: false };
  const found = await findPage({ root }, pull, github);
  const body = found.ok ? found.value?.body : undefined;
  const next = body === undefined ? undefined : clean(staleComment(body, why, { hideMoney }));
  if (found.ok && (found.value === undefined || next === undefined || next === body)) return;
  const edited = found.ok ? await github.edit(pull, found.value?.id ?? 0, next ?? '') : found;
  if (edited.ok) return;
  machine.terminal.warn(
    `The comment on ${pullText(pull)} could not be updated: ${edited.problems[0]?.message ?? ''}\n`,
  );
}
