import { clip, commentMarker, MAX_COMMENT_CHARS, MAX_SUMMARY_BYTES, type Plan } from '../../model/index.ts';
import { byteLength, runLink, sentence } from '../parts/page.ts';
import { pageWithinLimit } from './fit-to-limit.ts';

/** In UTF-16 units. */
const MAX_REASON_CHARS = 1_000;

/** With the empty line after it. */
const STALE_LINE = /^\*\*Stale\.\*\* [^\n]*\n\n/;

export type CommentOptions = {
  /** Folder of `reconcile.yaml` in the repository, `.` at the top. */
  readonly marker: { readonly root: string };
  readonly hideMoney: boolean;
  /** One sentence each. */
  readonly notes?: readonly string[];
  /** Page of the CI run. Ignored if it is not a web address. */
  readonly runUrl?: string;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/** The first line is hidden and identifies the comment. The run is alone on the last line, because it always differs. */
export function planAsComment(plan: Plan, options: CommentOptions): string {
  const { marker, hideMoney, notes = [], runUrl, limit = MAX_COMMENT_CHARS } = options;
  const run = runLink(runUrl, 'The run that made this plan');
  return pageWithinLimit(plan, {
    hideMoney,
    limit,
    elsewhere: `${run === undefined ? '' : 'the job summary of the run, or '}\`reconcile show\` with the saved plan`,
    first: commentMarker(marker.root),
    notes,
    ...(run !== undefined && { last: run }),
  });
}

export type SummaryOptions = {
  readonly hideMoney: boolean;
  /** One sentence each. */
  readonly notes?: readonly string[];
  /** Bytes left; the whole limit of a step if absent. */
  readonly limit?: number;
};

export function planAsSummary(
  plan: Plan,
  { hideMoney, notes = [], limit = MAX_SUMMARY_BYTES }: SummaryOptions,
): string {
  return pageWithinLimit(plan, { hideMoney, limit, notes, elsewhere: '`reconcile show` with the saved plan' });
}

/**
 * The comment of a plan, marked as stale below its hidden first line; no longer marked if `why` is `undefined`.
 * Idempotent.
 *
 * @param why may contain foreign text
 */
export function staleComment(
  body: string,
  why: string | undefined,
  { hideMoney }: { readonly hideMoney: boolean },
): string {
  const plain = body.replace(/\r\n/g, '\n');
  const end = plain.indexOf('\n') + 1;
  const [first, rest] = [plain.slice(0, end), plain.slice(end).replace(STALE_LINE, '')];
  if (why === undefined) return first + rest;
  const head = `${first}**Stale.** ${sentence(clip(why, MAX_REASON_CHARS), hideMoney)}\n\n`;
  return byteLength(head + rest) <= MAX_COMMENT_CHARS
    ? head + rest
    : `${head}The plan does not fit below this line; the job summary of its run has it.\n`;
}
