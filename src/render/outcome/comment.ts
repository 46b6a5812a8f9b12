import { clip, MAX_COMMENT_CHARS, MAX_SUMMARY_BYTES, type Plan, type UpdateOutcome } from '../../model/index.ts';
import { codeSpan, codeTag, forMarkdown } from '../parts/escape.ts';
import { asPage, byteLength, firstThatFits, runLink } from '../parts/page.ts';
import { counted } from '../parts/phrases.ts';
import { asTerminal, joinSections, line } from '../parts/terminal.ts';
import { pageWithinLimit } from '../plan/fit-to-limit.ts';
import { outcomeNotes, type OutcomeRow, outcomeRows, updateHeadline } from './update.ts';

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
  const run = runLink(runUrl, 'The run that applied this');
  const page = (size: Size): string => {
    const sections = updateSections(update, hideMoney, size, '##');
    return asPage([[first], ...sections, run === undefined ? [] : [run]]).replace('\n\n', '\n');
  };
  return firstThatFits(
    SIZES.map((size) => () => page(size)),
    limit,
  );
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
        ...outcomeNotes(update, hideMoney).flatMap(({ text, copy = [] }) => [
          line(1, text),
          ...copy.map((one) => line(2, one)),
        ]),
      ]),
      nextSteps.map((text) => line(0, text)),
    ]),
    { colour: false },
  );
}

type Size = { readonly rows: (row: OutcomeRow) => boolean; readonly most: number; readonly longest: number };

/** From complete to almost empty. */
const SIZES: readonly Size[] = [
  { rows: () => true, most: Number.POSITIVE_INFINITY, longest: Number.POSITIVE_INFINITY },
  { rows: ({ outcome }) => outcome !== 'done', most: MAX_ROWS, longest: MAX_CELL_CHARS },
  { rows: () => false, most: 0, longest: 0 },
];

function updateSections(
  update: UpdateOutcome,
  hideMoney: boolean,
  { rows: isShown, most, longest }: Size,
  heading: string,
): readonly (readonly string[])[] {
  const all = outcomeRows(update, hideMoney);
  const rows = all.filter(isShown).slice(0, most);
  const table = rows.map(({ layer, change, fields, outcome, details }) => {
    const subject = [change, ...fields.map(codeSpan)].filter((text) => text !== '').join(' ');
    const mark = outcome === 'done' ? outcome : `**${outcome}**`;
    const texts = details.map((text) => forMarkdown(clip(text, longest)));
    return `| ${codeSpan(clip(layer, longest))} | ${subject} | ${mark} | ${texts.join('<br>')} |`;
  });
  const name = update.name.startsWith('#') ? codeTag(update.name) : codeSpan(update.name);
  const omitted = all.length - rows.length;
  return [
    [`${heading} ${name}: ${forMarkdown(updateHeadline(update))}`],
    table.length === 0 ? [] : ['| layer | change | outcome | |', '| --- | --- | --- | --- |', ...table],
    omitted === 0 ? [] : [`${counted(omitted, 'more change')} in the log of the run.`],
    outcomeNotes(update, hideMoney)
      .slice(0, most)
      .map(({ text, copy = [] }) => {
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
