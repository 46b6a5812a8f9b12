import { commentMarker, MAX_COMMENT_CHARS, MAX_SUMMARY_BYTES, type Plan } from '../../model/index.ts';
import { runLink } from '../parts/page.ts';
import { pageWithinLimit } from './fit-to-limit.ts';
import type { ReviewFacts } from './review-facts.ts';

export type CommentOptions = {
  /** Folder of `reconcile.yaml` in the repository, `.` at the top. */
  readonly marker: { readonly root: string };
  readonly hideMoney: boolean;
  /** One sentence each. */
  readonly notes?: readonly string[];
  readonly review?: ReviewFacts;
  /** Page of the CI run. Ignored if it is not a web address. */
  readonly runUrl?: string;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/** The first line is hidden and identifies the comment. The run is alone on the last line, because it always differs. */
export function planAsComment(plan: Plan, options: CommentOptions): string {
  const { marker, hideMoney, notes = [], review = {}, runUrl, limit = MAX_COMMENT_CHARS } = options;
  const run = runLink(runUrl, 'The run that made this plan');
  return pageWithinLimit(plan, {
    hideMoney,
    limit,
    elsewhere: `${run === undefined ? '' : 'the job summary of the run, or '}\`reconcile show\` with the saved plan`,
    first: commentMarker(marker.root),
    notes,
    review,
    ...(run !== undefined && { last: run }),
  });
}

export type SummaryOptions = {
  readonly hideMoney: boolean;
  /** One sentence each. */
  readonly notes?: readonly string[];
  readonly review?: ReviewFacts;
  /** Bytes left; the whole limit of a step if absent. */
  readonly limit?: number;
};

export function planAsSummary(
  plan: Plan,
  { hideMoney, notes = [], review = {}, limit = MAX_SUMMARY_BYTES }: SummaryOptions,
): string {
  return pageWithinLimit(plan, { hideMoney, limit, notes, review, elsewhere: '`reconcile show` with the saved plan' });
}
