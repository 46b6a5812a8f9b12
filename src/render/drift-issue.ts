import type { DriftReport, LayerDrift, Problem } from '../model/index.ts';
import { LONGEST_COMMENT, runLink } from './comment.ts';
import { checkGroups } from './checks.ts';
import { counted } from './counting.ts';
import { driftVerdict } from './drift.ts';
import { codeSpan, fenced, forMarkdown, forTerminal } from './escape.ts';
import { type FieldLine, fieldLines, type Reading, readingOf } from './fields.ts';
import { sizeOf } from './fitting.ts';
import { withoutNumbers } from './hidden.ts';
import { sideAsMarkdown } from './markdown-table.ts';
import { problemLine } from './not-planned.ts';
import { sandboxHead, unreadText } from './verdict.ts';

export type DriftIssueOptions = {
  /** The hidden first line that identifies the issue. Absent if a page needs none. */
  readonly first?: string;
  /** Folder of `reconcile.yaml` in the repository, `.` at the top. */
  readonly root: string;
  readonly hideMoney: boolean;
  /** Problems of the layers that could not be read and are missing from the report. */
  readonly problems: readonly Problem[];
  readonly runUrl?: string;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

/** Only counts problems beyond this number. */
const MOST_PROBLEMS = 5;

/** Bytes between two parts of the page. */
const GAP = 2;

/**
 * UTF-16 units of a folder's name in the title. GitHub takes 256 for the whole title. Source: docs.github.com
 * (second-hand).
 */
const LONGEST_ROOT = 100;

/**
 * Drift as an issue: live and document, by layer. The same drift gives the same bytes, except for the run on the last
 * line. Layers that do not fit are counted; never fails on size. Without drift, the page reports that.
 */
export function driftAsIssue(
  report: DriftReport,
  options: DriftIssueOptions,
): { readonly title: string; readonly body: string } {
  const { limit = LONGEST_COMMENT, hideMoney } = options;
  const sections = report.layers
    .filter(({ drift }) => drift.length > 0)
    .map((one) => layerSection(one, readingOf(report, one, hideMoney)));
  const whole = page(report, sections, 0, options);
  const body = sizeOf(whole) <= limit ? whole : cutPage(report, sections, limit, options);
  return { title: titleOf(report, options.root), body };
}

function cutPage(report: DriftReport, sections: readonly string[], limit: number, options: DriftIssueOptions): string {
  let room = limit - sizeOf(page(report, [], sections.length, options));
  const most = sections.findIndex((section) => {
    room -= sizeOf(section) + GAP;
    return room < 0;
  });
  return page(report, sections.slice(0, most), sections.length - most, options);
}

/** A title is plain text, and appears in every list of issues. */
function titleOf(report: DriftReport, root: string): string {
  const name = forTerminal(root.length <= LONGEST_ROOT ? root : `${root.slice(0, LONGEST_ROOT)}…`);
  const location = root === '.' ? '' : ` in ${name}`;
  return `${sandboxHead(report.sandbox)}Live drift${location}`;
}

function page(
  report: DriftReport,
  sections: readonly string[],
  rest: number,
  { first, hideMoney, problems, runUrl }: DriftIssueOptions,
): string {
  const run = runLink(runUrl, 'The run that found it');
  const unread = unreadText(report.unread);
  const verdict = `## ${forMarkdown(driftVerdict(report))}`;
  const parts = [
    first === undefined ? verdict : `${first}\n${verdict}`,
    ...(unread === undefined ? [] : [`**${forMarkdown(unread)}**`]),
    ...(sections.length + rest > 0 ? [WHAT_TO_DO] : []),
    ...sections,
    ...(rest > 0
      ? [`**This page is cut.** ${counted(rest, 'more layer')} drifted: \`reconcile drift\` shows all.`]
      : []),
    ...checkPart(report, hideMoney),
    ...problemPart(problems, hideMoney),
    ...(hideMoney ? ['Money and account ids are hidden here; `reconcile drift` shows them.'] : []),
    ...(run === undefined ? [] : [run]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const WHAT_TO_DO =
  'Live is not what was applied last, although nothing in git changed. Write into the document what is live, or take it back with `reconcile apply`. The issue about it closes by itself when nothing drifts any more.';

function checkPart({ layers }: DriftReport, hideMoney: boolean): readonly string[] {
  const shown = (text: string): string => forMarkdown(hideMoney ? withoutNumbers(text) : text);
  const groups = checkGroups(layers);
  const lines = groups.slice(0, MOST_PROBLEMS).map(({ severity, code, message, remedy, layers: names }) => {
    const said = [message, ...(remedy === undefined ? [] : [remedy])].map(shown).join('<br>');
    return `- **${severity}** ${codeSpan(code)} ${names.slice(0, MOST_PROBLEMS).map(codeSpan).join(', ')}: ${said}`;
  });
  const rest = groups.length - MOST_PROBLEMS;
  if (lines.length === 0) return [];
  return [['### Checks', '', ...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')];
}

function problemPart(problems: readonly Problem[], hideMoney: boolean): readonly string[] {
  if (problems.length === 0) return [];
  const rest = problems.length - MOST_PROBLEMS;
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => problemLine(problem, hideMoney));
  return [['### Not everything could be read', '', ...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')];
}

function layerSection({ name, file, drift }: LayerDrift, reading: Reading): string {
  const fields = drift.flatMap((field) => fieldLines(field, reading));
  const rows = fields.flatMap((field) => rowOf(field));
  const blocks = fields.flatMap(blockOf);
  return [
    `### ${codeSpan(name)}`,
    '',
    codeSpan(file),
    '',
    '| field | live | document |',
    '| --- | --- | --- |',
    ...rows,
    ...blocks,
  ].join('\n');
}

function rowOf(field: FieldLine): readonly string[] {
  switch (field.shape) {
    case 'arrow': {
      // The result of a switch has no live side: nothing is about to be switched.
      if (field.before === undefined) return [];
      const label =
        field.group === undefined ? codeSpan(field.label) : `${forMarkdown(field.group)}: ${codeSpan(field.label)}`;
      return [row(label, sideAsMarkdown(field.before), sideAsMarkdown(field.after))];
    }
    case 'set':
      return [row(codeSpan(field.label), besides('besides', field.went), besides('besides', field.came))];
    case 'block':
      return [row(codeSpan(field.label), 'line by line below', '')];
    default:
      return field satisfies never;
  }
}

function besides(word: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${word} ${items.map(codeSpan).join(', ')}`;
}

function row(label: string, live: string, document: string): string {
  return `| ${label} | ${live} | ${document} |`;
}

function blockOf(field: FieldLine): readonly string[] {
  if (field.shape !== 'block') return [];
  const lines = field.lines.map(({ sign, text }) => `${sign} ${text}`);
  return ['', `${codeSpan(field.label)} (- live, + document):`, '', ...fenced(lines, 'diff')];
}
