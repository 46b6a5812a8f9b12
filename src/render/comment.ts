import { commentMarker, type Plan } from '../model/index.ts';
import { fittingPage } from './fitting.ts';

/**
 * UTF-16 units that GitHub takes for one comment.
 * Source: "body is too long (maximum is 65536 characters)", GitHub's answer to longer ones (second-hand).
 */
export const LONGEST_COMMENT = 65_536;

export type CommentOptions = {
  /** Which `reconcile.yaml` it is about: its folder in the repository, `.` at the top. */
  readonly marker: { readonly root: string };
  readonly hideMoney: boolean;
  /** What is to be said besides the plan, one sentence each. */
  readonly notes?: readonly string[];
  /** Page of the CI run that made the plan. Left out where it is no web address. */
  readonly runUrl?: string;
  /** Bytes; GitHub's limit where absent. */
  readonly limit?: number;
};

/**
 * A plan as a comment on a pull request. The first line is hidden and tells the comment from others; the run stands on
 * the last, alone, because it is the only thing that is another one each time.
 */
export function planAsComment(plan: Plan, options: CommentOptions): string {
  const { marker, hideMoney, notes = [], runUrl, limit = LONGEST_COMMENT } = options;
  const run = runLink(runUrl, 'The run that made this plan');
  return fittingPage(plan, {
    hideMoney,
    limit,
    elsewhere:
      run === undefined
        ? '`reconcile show` on the saved plan has it'
        : 'the summary of the run has it, and `reconcile show` on the saved plan',
    first: commentMarker(marker.root),
    notes,
    ...(run !== undefined && { last: run }),
  });
}

/** Nothing but letters that an address needs: what could end the link, or start another, is no address of a run. */
export function runLink(url: string | undefined, words: string): string | undefined {
  return url !== undefined && /^https?:\/\/[\w.:/-]{1,1000}$/.test(url) ? `[${words}](${url})` : undefined;
}
