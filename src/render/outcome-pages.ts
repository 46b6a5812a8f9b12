import type { Plan, UpdateOutcome } from '../model/index.ts';
import { counted } from './counting.ts';
import { codeSpan, codeTag, forMarkdown } from './escape.ts';
import { fittingPage, sizeOf } from './fitting.ts';
import { asPage } from './markdown.ts';
import { deliveryVerdict, outcomeNotes, type OutcomeRow, outcomeRows } from './outcome.ts';
import { joinSections, asTerminal, line } from './style.ts';

/** UTF-16 units of a comment, and bytes of a step's summary; see `comment.ts` and `summary.ts`. */
const LONGEST_COMMENT = 65_536;
const LONGEST_SUMMARY = 1_000_000;

/** Rows, notes and names on a page that is short of room. */
const MOST = 50;

/** UTF-16 units of a sentence on such a page. */
const LONGEST = 300;

export type OutcomeOptions = {
  readonly hideMoney: boolean;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/**
 * Outcome of a merged pull request, as a comment on it. Foreign text is inert.
 *
 * @param first the hidden line that identifies the comment
 * @param runUrl page of the CI run; ignored if it is not a web address
 */
export function outcomeAsComment(
  delivery: UpdateOutcome,
  {
    first,
    runUrl,
    hideMoney,
    limit = LONGEST_COMMENT,
  }: OutcomeOptions & { readonly first: string; readonly runUrl?: string },
): string {
  const run = runUrl !== undefined && /^https?:\/\/[\w.:/-]{1,1000}$/.test(runUrl) ? runUrl : undefined;
  const framed = (parts: readonly (readonly string[])[]): string =>
    asPage([[first], ...parts, run === undefined ? [] : [`[The run that applied this](${run})`]]).replace('\n\n', '\n');
  return fitting(
    [FULL, SHORT, COUNTS].map((size) => () => framed(deliveryParts(delivery, hideMoney, size, '##'))),
    limit,
  );
}

/** Outcome of a whole run, for the summary of its job. */
export type RunOutcome = {
  /** Subject of the run, one sentence each. */
  readonly heads: readonly string[];
  /** Newest last. */
  readonly deliveries: readonly UpdateOutcome[];
  /** Everything still to do, as one plan, if it can be applied. */
  readonly rest?: Plan;
  /** Next steps, one sentence each. */
  readonly nextSteps: readonly string[];
};

/** A run as the summary of its job: next steps first, then each update, then the plan of what is left. */
export function outcomeAsSummary(
  { heads, deliveries, rest, nextSteps }: RunOutcome,
  { hideMoney, limit = LONGEST_SUMMARY }: OutcomeOptions,
): string {
  const page = (size: Size): string =>
    asPage([
      heads.map((text) => `- ${forMarkdown(text)}`),
      nextSteps.length === 0 ? [] : ['### The way on', '', ...nextSteps.map((text) => `- ${sentence(text)}`)],
      ...deliveries.flatMap((delivery) => deliveryParts(delivery, hideMoney, size, '###')),
    ]);
  const told = fitting(
    [FULL, SHORT, COUNTS].map((size) => () => page(size)),
    limit,
  );
  if (rest === undefined) return told;
  const room = limit - sizeOf(told) - 200;
  const plan = fittingPage(rest, { hideMoney, limit: Math.max(room, 0), elsewhere: 'the log has the digest' });
  return sizeOf(plan) > room ? told : `${told}\n---\n\nWhat is left, as one plan:\n\n${plan}`;
}

/** The same for the log. Contains no values, so it may be public. */
export function outcomeAsLog({ heads, deliveries, nextSteps }: RunOutcome, { hideMoney }: OutcomeOptions): string {
  return asTerminal(
    joinSections([
      heads.map((text) => line(0, text)),
      ...deliveries.map((delivery) => [
        line(0, `${delivery.name}: ${deliveryVerdict(delivery)}`, 'strong'),
        ...outcomeRows(delivery, hideMoney).flatMap(({ layer, change, outcome, details }) => [
          line(1, [outcome, layer, change].filter((text) => text !== '').join('  ')),
          ...details.map((text) => line(2, text)),
        ]),
        ...outcomeNotes(delivery, hideMoney).flatMap(({ text, copy = [] }) => [
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

const FULL: Size = { rows: () => true, most: Number.POSITIVE_INFINITY, longest: Number.POSITIVE_INFINITY };
const SHORT: Size = { rows: ({ outcome }) => outcome !== 'done', most: MOST, longest: LONGEST };
const COUNTS: Size = { rows: () => false, most: 0, longest: 0 };

function deliveryParts(
  delivery: UpdateOutcome,
  hideMoney: boolean,
  size: Size,
  heading: string,
): readonly (readonly string[])[] {
  const all = outcomeRows(delivery, hideMoney);
  const rows = all.filter(size.rows).slice(0, size.most);
  const notes = outcomeNotes(delivery, hideMoney);
  const cut = (text: string): string =>
    text.length <= size.longest ? text : `${text.slice(0, size.longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
  const table = rows.map(({ layer, change, fields, outcome, details }) => {
    const what = [change, ...fields.map(codeSpan)].filter((text) => text !== '').join(' ');
    const mark = outcome === 'done' ? outcome : `**${outcome}**`;
    return `| ${codeSpan(cut(layer))} | ${what} | ${mark} | ${details.map((text) => forMarkdown(cut(text))).join('<br>')} |`;
  });
  const leftOut = all.length - rows.length;
  return [
    [
      `${heading} ${delivery.name.startsWith('#') ? codeTag(delivery.name) : codeSpan(delivery.name)}: ${forMarkdown(deliveryVerdict(delivery))}`,
    ],
    table.length === 0 ? [] : ['| layer | change | outcome | |', '| --- | --- | --- | --- |', ...table],
    leftOut === 0 ? [] : [`${counted(leftOut, 'further change')}: the log of the run has them all.`],
    notes
      .slice(0, size.most)
      .map(({ text, copy = [] }) => `- ${[sentence(cut(text)), ...copy.map((one) => codeSpan(cut(one)))].join(' ')}`),
  ];
}

/** A digest is for copying, so it is code. */
function sentence(text: string): string {
  return text
    .split(/(sha256:[0-9a-f]{64})/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : forMarkdown(part)))
    .join('');
}

/** The first page that fits; otherwise the last, which has almost no foreign text. */
function fitting(pages: readonly (() => string)[], limit: number): string {
  let shown = '';
  for (const page of pages) {
    shown = page();
    if (sizeOf(shown) <= limit) return shown;
  }
  return shown;
}
