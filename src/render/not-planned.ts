import { commentMarker, type Problem } from '../model/index.ts';
import { type CommentOptions, LONGEST_COMMENT, runLink } from './comment.ts';
import { counted } from './counting.ts';
import { codeSpan, forMarkdown } from './escape.ts';
import { sizeOf } from './fitting.ts';
import { withoutNumbers } from './hidden.ts';
import { placeAndCode } from './problems.ts';

/** Such a page only counts problems beyond this number. */
const MOST = 20;

/** UTF-16 units of one sentence. */
const LONGEST = 1_000;

/**
 * Replaces a plan that could not be made, so that an older one is not mistaken for it. Never fails on size: problems
 * that do not fit are counted.
 */
export function problemsAsComment(problems: readonly Problem[], options: Omit<CommentOptions, 'notes'>): string {
  const { marker, hideMoney, limit = LONGEST_COMMENT } = options;
  const run = runLink(options.runUrl, 'The run that could not plan it');
  return fitting(problems, hideMoney, limit, (lines) => [
    commentMarker(marker.root),
    `## Not planned: ${counted(problems.length, 'problem')}`,
    '',
    'The newest commit could not be planned. A plan that stood here before is not the plan of it.',
    '',
    ...lines,
    ...(run === undefined ? [] : ['', run]),
  ]);
}

export type ProblemsSummaryOptions = { readonly hideMoney: boolean; readonly limit: number };

/** Problems for the summary of a CI job; empty if there are none. */
export function problemsAsSummary(problems: readonly Problem[], { hideMoney, limit }: ProblemsSummaryOptions): string {
  if (problems.length === 0) return '';
  return fitting(problems, hideMoney, limit, (lines) => [`## ${counted(problems.length, 'problem')}`, '', ...lines]);
}

function fitting(
  problems: readonly Problem[],
  hideMoney: boolean,
  limit: number,
  page: (lines: readonly string[]) => readonly string[],
): string {
  for (let most = Math.min(MOST, problems.length); ; most -= 1) {
    const rest = problems.length - most;
    const lines = problems.slice(0, most).map((problem) => problemLine(problem, hideMoney));
    const all =
      rest === 0
        ? lines
        : [...lines, `- ${counted(rest, most === 0 ? 'problem' : 'more problem')}: the log has them all`];
    const text = `${page(all).join('\n')}\n`;
    if (most === 0 || sizeOf(text) <= limit) return text;
  }
}

export function problemLine(problem: Problem, hideMoney: boolean): string {
  const said = [problem.message, ...(problem.remedy === undefined ? [] : [problem.remedy])].map((text) =>
    forMarkdown(cut(hideMoney ? withoutNumbers(text) : text)),
  );
  return `- ${codeSpan(cut(placeAndCode(problem)))}: ${said.join('<br>')}`;
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
