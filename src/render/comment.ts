import { commentMarker, type Plan } from '../model/index.ts';
import { fittingPage } from './fitting.ts';

/**
 * Maximum UTF-16 units of a comment at GitHub. Source: "body is too long (maximum is 65536 characters)", GitHub's
 * answer to longer ones (second-hand).
 */
export const LONGEST_COMMENT = 65_536;

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

/** Only accepts characters that a URL needs: any other could end the link, or start a new one. */
export function runLink(url: string | undefined, words: string): string | undefined {
  return url !== undefined && /^https?:\/\/[\w.:/-]{1,1000}$/.test(url) ? `[${words}](${url})` : undefined;
}
