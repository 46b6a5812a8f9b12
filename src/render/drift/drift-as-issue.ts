import {
  clip,
  type DriftReport,
  type FieldChange,
  type LayerDrift,
  MAX_COMMENT_CHARS,
  type Problem,
} from '../../model/index.ts';
import { checkGroups, checksAsMarkdown } from '../parts/checks.ts';
import { sandboxHead, uncheckedTexts, unreadText } from '../parts/coverage.ts';
import { codeSpan, forMarkdown, forTerminal } from '../parts/escape.ts';
import { blockAsMarkdown, labelAsMarkdown, sideAsMarkdown } from '../parts/field-text.ts';
import { type FieldLine, fieldLines, type Reading, readingOf } from '../parts/fields.ts';
import { byteLength, firstLines, runLink, titled } from '../parts/page.ts';
import { counted } from '../parts/phrases.ts';
import { openText } from '../parts/step.ts';
import { problemLine } from '../parts/problem-line.ts';
import { driftHeadline, OPEN_TITLE } from './drift-as-text.ts';

export type DriftIssueOptions = {
  /** The hidden first line that identifies the issue, if it is one. */
  readonly first?: string;
  /** Folder of `reconcile.yaml` in the repository, `.` at the top. */
  readonly root: string;
  readonly hideMoney: boolean;
  /** Of the layers that could not be read. */
  readonly problems: readonly Problem[];
  readonly runUrl?: string;
  /** Bytes; GitHub's limit if absent. */
  readonly limit?: number;
};

const MAX_LISTED_FINDINGS = 5;

/** Bytes between two parts of the page. */
const GAP = 2;

/** GitHub takes 256 for the whole title. Source: docs.github.com (second-hand). */
const MAX_FOLDER_CHARS = 100;

const INTRODUCTION = [
  'Live values differ from the last apply, although nothing in git changed. For each of them, do one of these:',
  '',
  '- **Keep the live value:** change the document in a pull request, at the file and line below. The plan then shows no change for it. In a file that documents extend, the change is for all of them; to change one layer, write the field into its own document.',
  '- **Restore the value in git:** start the apply workflow manually with `fix-drift`. It prints a plan of all differences and its digest, and writes nothing. Start it again with `fix-drift` and this digest. It restores all values below, so keep others first. Values that no API sets become manual steps. A pull request alone cannot restore a value, because its plan leaves drift alone.',
  '- **If a policy refuses to restore it**, such as `cap-increase`: keep the live value first. Then change it back in a second pull request, where a label can allow it.',
  '',
  'On your machine, with credentials that write, `reconcile apply NAME` restores the values of one layer. The next drift run closes this issue if there is no drift.',
].join('\n');

/**
 * Drift as an issue, by layer. The same drift gives the same bytes, except for the run on the last line. Layers that do
 * not fit are counted; never fails on size.
 */
export function driftAsIssue(
  report: DriftReport,
  options: DriftIssueOptions,
): { readonly title: string; readonly body: string } {
  const { limit = MAX_COMMENT_CHARS, hideMoney } = options;
  const sections = report.layers
    .filter(({ drift }) => drift.length > 0)
    .map((one) => layerSection(one, readingOf(report, one, hideMoney)));
  const whole = page(report, sections, 0, options);
  const body = byteLength(whole) <= limit ? whole : shortenedPage(report, sections, limit, options);
  return { title: titleOf(report, options.root), body };
}

function shortenedPage(
  report: DriftReport,
  sections: readonly string[],
  limit: number,
  options: DriftIssueOptions,
): string {
  let room = limit - byteLength(page(report, [], sections.length, options));
  const most = sections.findIndex((section) => {
    room -= byteLength(section) + GAP;
    return room < 0;
  });
  return page(report, sections.slice(0, most), sections.length - most, options);
}

/** A title is plain text, and appears in every list of issues. */
function titleOf(report: DriftReport, root: string): string {
  const folder = root === '.' ? '' : ` in ${forTerminal(clip(root, MAX_FOLDER_CHARS))}`;
  return `${sandboxHead(report.sandbox)}Live drift${folder}`;
}

function page(
  report: DriftReport,
  sections: readonly string[],
  rest: number,
  { first, hideMoney, problems, runUrl }: DriftIssueOptions,
): string {
  const run = runLink(runUrl, 'The run that found it');
  const unread = unreadText(report.unread);
  const headline = `## ${forMarkdown(driftHeadline(report))}`;
  const checks = checksAsMarkdown(checkGroups(report.layers), hideMoney);
  const problemLines = problems.map((problem) => problemLine(problem, hideMoney));
  const parts = [
    first === undefined ? headline : `${first}\n${headline}`,
    ...(unread === undefined ? [] : [`**${forMarkdown(unread)}**`]),
    ...(sections.length + rest > 0 ? [INTRODUCTION] : []),
    ...sections,
    ...(rest > 0
      ? [`**Shortened.** ${counted(rest, 'more layer')} drifted; \`reconcile drift\` on your machine shows all.`]
      : []),
    titled(`### ${OPEN_TITLE}`, firstLines(openLines(report), MAX_LISTED_FINDINGS)).join('\n'),
    titled('### Checks', firstLines(checks, MAX_LISTED_FINDINGS)).join('\n'),
    titled('### Problems', firstLines(problemLines, MAX_LISTED_FINDINGS)).join('\n'),
    ...uncheckedTexts(report.layers).map((text) => forMarkdown(text)),
    ...(hideMoney ? ['Money and account ids are hidden here; `reconcile drift` on your machine shows them.'] : []),
    ...(run === undefined ? [] : [run]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Not drift: the issue only names them, so that the document is not reverted. */
function openLines({ layers }: DriftReport): readonly string[] {
  return layers.flatMap(({ name, open }) =>
    open.map((change) => `- ${codeSpan(name)}: ${change.kind}, ${forMarkdown(openText(change, open))}`),
  );
}

function layerSection({ name, file, drift }: LayerDrift, reading: Reading): string {
  const fields = drift.flatMap((change) =>
    fieldLines(change, reading).map((field) => ({ field, at: sourceText(change) })),
  );
  return [
    `### ${codeSpan(name)}`,
    '',
    codeSpan(file),
    '',
    '| field | live | document | set at |',
    '| --- | --- | --- | --- |',
    ...fields.flatMap(({ field, at }) => rowOf(field, at)),
    ...fields.flatMap(({ field }) => blockAsMarkdown(field, ' (- live, + document)')),
  ].join('\n');
}

/** File and line of the value, or of the field that it is derived from. Empty if no document has it. */
function sourceText({ source }: FieldChange): string {
  return source === undefined ? '' : codeSpan(`${source.file}:${source.line}`);
}

function rowOf(field: FieldLine, at: string): readonly string[] {
  const row = (live: string, document: string) => [`| ${labelAsMarkdown(field)} | ${live} | ${document} | ${at} |`];
  switch (field.shape) {
    case 'arrow':
      // The result of a switch has no live side: nothing is about to be switched.
      return field.before === undefined ? [] : row(sideAsMarkdown(field.before), sideAsMarkdown(field.after));
    case 'set':
      return row(onlyHere(field.removed), onlyHere(field.added));
    case 'block':
      return row('line by line below', '');
    default:
      return field satisfies never;
  }
}

function onlyHere(items: readonly string[]): string {
  return items.length === 0 ? '' : `only ${items.map(codeSpan).join(', ')}`;
}
