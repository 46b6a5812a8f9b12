import { clip, MAX_COMMENT_CHARS, MAX_SUMMARY_BYTES, type Plan, type UpdateOutcome } from '../../model/index.ts';
import { codeSpan, codeTag, forMarkdown } from '../parts/escape.ts';
import { asPage, byteLength, firstThatFits, runLink } from '../parts/page.ts';
import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, line } from '../parts/terminal.ts';
import { pageWithinLimit } from '../plan/fit-to-limit.ts';
import { manualTasks, type TaskOptions } from './manual-tasks.ts';
import { outcomeTable } from './outcome-table.ts';
import { confirmNotes, outcomeNotes, type OutcomeRow, outcomeRows, updateHeadline } from './update.ts';

const MAX_ROWS = 50;

const MAX_CELL_CHARS = 300;

/** Bytes between the outcome and the remaining plan: a line, and its title. */
const TITLE_BYTES = 200;

export type OutcomeOptions = {
  readonly hideMoney: boolean;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/** Outcome of a whole run. */
export type RunOutcome = {
  /** One sentence each. */
  readonly heads: readonly string[];
  /** Newest last. */
  readonly updates: readonly UpdateOutcome[];
  /** All remaining changes as one plan, if it can be applied. */
  readonly remaining?: Plan;
  /** One sentence each. */
  readonly nextSteps: readonly string[];
};

/**
 * The comment on a merged pull request.
 *
 * @param first the hidden line that identifies the comment
 * @param runUrl page of the CI run; ignored if it is not a web address
 */
export function outcomeAsComment(
  update: UpdateOutcome,
  {
    first,
    runUrl,
    hideMoney,
    limit = MAX_COMMENT_CHARS,
  }: OutcomeOptions & { readonly first: string; readonly runUrl?: string },
): string {
  const run = runLink(runUrl, 'The run of this apply');
  const page = (size: Size): string => {
    const sections = updateSections(update, hideMoney, size, '##');
    return asPage([[first], ...sections, run === undefined ? [] : [run]]).replace('\n\n', '\n');
  };
  return firstThatFits(
    SIZES.map((size) => () => page(size)),
    limit,
  );
}

/** Whether a comment by `outcomeAsComment` says that something is not applied. */
export function isOpenOutcome(body: string): boolean {
  return /^## .*: (?:SANDBOX · )?(?:Incomplete|Failed|Not recorded|Waiting|Stopped|Not applied)\b/m.test(body);
}

/** The summary of a job: next steps, then each update, then the plan of the remaining changes. */
export function outcomeAsSummary(
  { heads, updates, remaining, nextSteps }: RunOutcome,
  { hideMoney, limit = MAX_SUMMARY_BYTES }: OutcomeOptions,
): string {
  const page = (size: Size): string =>
    asPage([
      heads.map((text) => `- ${forMarkdown(text)}`),
      nextSteps.length === 0 ? [] : ['### Next steps', '', ...nextSteps.map((text) => `- ${withDigests(text)}`)],
      ...updates.flatMap((update) => updateSections(update, hideMoney, size, '###')),
    ]);
  const outcome = firstThatFits(
    SIZES.map((size) => () => page(size)),
    limit,
  );
  if (remaining === undefined) return outcome;
  const room = Math.max(limit - byteLength(outcome) - TITLE_BYTES, 0);
  const plan = pageWithinLimit(remaining, { hideMoney, limit: room, elsewhere: 'the log of this run' });
  return byteLength(plan) > room ? outcome : `${outcome}\n---\n\nRemaining changes as one plan:\n\n${plan}`;
}

/** The same for the log. Contains no values, so it may be public. */
export function outcomeAsLog({ heads, updates, nextSteps }: RunOutcome, { hideMoney }: OutcomeOptions): string {
  return asTerminal(
    joinSections([
      heads.map((text) => line(0, text)),
      ...updates.map((update) => [
        line(0, `${update.name}: ${updateHeadline(update)}`, 'strong'),
        ...outcomeRows(update, hideMoney).flatMap(({ layer, change, outcome, details }) => [
          line(1, [outcome, layer, change].filter((text) => text !== '').join('  ')),
          ...details.map((text) => line(2, text)),
        ]),
        ...[...outcomeNotes(update, hideMoney), ...confirmNotes(update)].flatMap(({ text, copy = [] }) => [
          line(1, text),
          ...copy.map((one) => line(2, one)),
        ]),
      ]),
      nextSteps.map((text) => line(0, text)),
    ]),
    { colour: false },
  );
}

type Size = {
  readonly rows: (row: OutcomeRow) => boolean;
  readonly most: number;
  readonly longest: number;
  /** Groups of manual steps, and names in each list. */
  readonly steps: Pick<TaskOptions, 'maxGroups' | 'maxNames'>;
};

const ALL = Number.POSITIVE_INFINITY;

/** From complete to almost empty. */
const SIZES: readonly Size[] = [
  { rows: () => true, most: ALL, longest: ALL, steps: { maxGroups: ALL, maxNames: ALL } },
  { rows: isOpen, most: MAX_ROWS, longest: MAX_CELL_CHARS, steps: { maxGroups: 20, maxNames: 100 } },
  { rows: isOpen, most: MAX_ROWS, longest: MAX_CELL_CHARS, steps: { maxGroups: 3, maxNames: 20 } },
  { rows: () => false, most: 0, longest: 0, steps: { maxGroups: 0, maxNames: 0 } },
];

function isOpen({ outcome }: OutcomeRow): boolean {
  return outcome !== 'done';
}

function updateSections(
  update: UpdateOutcome,
  hideMoney: boolean,
  { rows: isShown, most, longest, steps }: Size,
  heading: string,
): readonly (readonly string[])[] {
  const all = outcomeRows(update, hideMoney);
  const { lines, shown } = outcomeTable(all.filter(isShown), most, longest);
  const omitted = all.length - shown;
  const name = update.name.startsWith('#') ? codeTag(update.name) : codeSpan(update.name);
  const left = update.result.kind === 'applied' ? update.result.outcome.left : undefined;
  const tasks = manualTasks(left, { hideMoney, ...steps });
  const notes = [...outcomeNotes(update, hideMoney), ...(tasks.length === 0 ? confirmNotes(update) : [])];
  return [
    [`${heading} ${name}: ${forMarkdown(updateHeadline(update))}`],
    lines,
    omitted === 0 ? [] : [`${counted(omitted, 'more change')} in the log of the run.`],
    tasks,
    notes.slice(0, most).map(({ text, copy = [] }) => {
      const commands = copy.map((one) => codeSpan(clip(one, longest)));
      return `- ${[withDigests(clip(text, longest)), ...commands].join(' ')}`;
    }),
  ];
}

/** A digest is for copying, so it is code. */
function withDigests(text: string): string {
  return text
    .split(/(sha256:[0-9a-f]{64})/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : forMarkdown(part)))
    .join('');
}
