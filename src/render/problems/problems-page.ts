import { commentMarker, MAX_COMMENT_CHARS, type Problem } from '../../model/index.ts';
import { byteLength, runLink } from '../parts/page.ts';
import { counted } from '../parts/phrases.ts';
import { problemLine } from '../parts/problem-line.ts';

const MAX_LISTED_PROBLEMS = 20;

export type ProblemsCommentOptions = {
  /** Folder of `reconcile.yaml` in the repository, `.` at the top. */
  readonly marker: { readonly root: string };
  readonly hideMoney: boolean;
  /** Page of the CI run. Ignored if it is not a web address. */
  readonly runUrl?: string;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/** Replaces an older plan in the comment. Never fails on size: problems that do not fit are counted. */
export function problemsAsComment(problems: readonly Problem[], options: ProblemsCommentOptions): string {
  const { marker, hideMoney, limit = MAX_COMMENT_CHARS } = options;
  const run = runLink(options.runUrl, 'The run that failed to plan');
  return fitProblems(problems, hideMoney, limit, (lines) => [
    commentMarker(marker.root),
    `## Not planned: ${counted(problems.length, 'problem')}`,
    '',
    'The newest commit could not be planned. An earlier plan in this comment does not apply to it.',
    '',
    ...lines,
    ...(run === undefined ? [] : ['', run]),
  ]);
}

export type ProblemsSummaryOptions = { readonly hideMoney: boolean; readonly limit: number };

/** Empty without problems. */
export function problemsAsSummary(problems: readonly Problem[], { hideMoney, limit }: ProblemsSummaryOptions): string {
  if (problems.length === 0) return '';
  return fitProblems(problems, hideMoney, limit, (lines) => [
    `## ${counted(problems.length, 'problem')}`,
    '',
    ...lines,
  ]);
}

function fitProblems(
  problems: readonly Problem[],
  hideMoney: boolean,
  limit: number,
  page: (lines: readonly string[]) => readonly string[],
): string {
  for (let most = Math.min(MAX_LISTED_PROBLEMS, problems.length); ; most -= 1) {
    const rest = problems.length - most;
    const lines = problems.slice(0, most).map((problem) => problemLine(problem, hideMoney));
    const more = rest === 0 ? [] : [`- ${counted(rest, most === 0 ? 'problem' : 'more problem')} in the log`];
    const text = `${page([...lines, ...more]).join('\n')}\n`;
    if (most === 0 || byteLength(text) <= limit) return text;
  }
}
