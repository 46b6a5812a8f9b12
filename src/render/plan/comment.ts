import { clip, commentMarker, MAX_COMMENT_CHARS, MAX_SUMMARY_BYTES, type Plan } from '../../model/index.ts';
import { byteLength, runLink, sentence } from '../parts/page.ts';
import { pageWithinLimit } from './fit-to-limit.ts';

/** In UTF-16 units. */
const MAX_REASON_CHARS = 1_000;

/** The first line of a stale plan, below the hidden one, and the empty line after it. */
const STALE_LINE = /^\*\*Stale\.\*\* [^\n]*\n\n/;

export type CommentOptions = {
  /** Identifies the `reconcile.yaml`: its folder in the repository, `.` at the top. */
  readonly marker: { readonly root: string };
  readonly hideMoney: boolean;
  /** One sentence each. */
  readonly notes?: readonly string[];
  /** Page of the CI run that made the plan. Ignored if it is not a web address. */
  readonly runUrl?: string;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/**
 * A plan as a comment on a pull request. The first line is hidden and identifies the comment. The run is on the last
 * line, alone, because only it differs each time.
 */
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
  /** Bytes left for it; the whole limit of a step if absent. */
  readonly limit?: number;
};

/** A plan as the summary of a CI job: complete if it fits. */
export function planAsSummary(
  plan: Plan,
  { hideMoney, notes = [], limit = MAX_SUMMARY_BYTES }: SummaryOptions,
): string {
  return pageWithinLimit(plan, { hideMoney, limit, notes, elsewhere: '`reconcile show` with the saved plan' });
}

/**
 * The comment of a plan with a first line that marks it as stale; without that line if `why` is `undefined`.
 * Idempotent. Adds nothing that could be applied.
 *
 * @param body the current one, with its hidden first line
 * @param why what changed, and what to do; may contain foreign text
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
