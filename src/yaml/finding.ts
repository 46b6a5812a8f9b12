import { clip, type Excerpt, groupBy, type Problem, type ProblemCode } from '../model/index.ts';
import { withoutRefused } from './decode.ts';
import { hideSecrets } from './secret-patterns.ts';
import { lineAndColumn, mergedSpans, overlapsAny, type Source, type Span } from './source.ts';

/** The rest is only counted: one mistake can repeat on every line. */
const MAX_PROBLEMS_PER_FILE = 100;

/** For messages and remedies: names and values in them have no limit. */
const MAX_TEXT_CHARS = 600;

const HIDDEN = '•••';

const CONTEXT_LINES = 2;

/** Of a longer line, an excerpt shows the part around the problem. */
const MAX_LINE_CHARS = 160;

/** On each side of the problem: a line can be as long as the largest file. */
const CHARS_AROUND = 4 * MAX_LINE_CHARS;

/** A problem with its span, before the excerpt is added. */
export type Finding = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at: Span;
  readonly remedy?: string;
  readonly layer?: string;
};

/**
 * Unique problems with location and excerpt, sorted by file, line and column. A secret, variable or broken alias
 * replaces other findings in its span, because it is their cause.
 */
export function problemsOf(findings: readonly Finding[], sources: ReadonlyMap<string, Source>): readonly Problem[] {
  const listed = [...groupBy(findings, ({ at }) => at.file)].flatMap(([file, all]) => {
    const causes = mergedSpans(all.filter(isCause).map(({ at }) => at));
    const kept = all.filter((finding) => isCause(finding) || !overlapsAny(causes, finding.at));
    const unique = new Map(kept.map((finding) => [`${finding.code} ${finding.at.start}`, finding]));
    return limited([...unique.values()]).map((finding) => problemOf(finding, sources.get(file)));
  });
  return inOrder(listed);
}

function limited(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_PROBLEMS_PER_FILE) return findings;
  const sorted = [...findings].sort((a, b) => a.at.start - b.at.start);
  const [first] = sorted.slice(MAX_PROBLEMS_PER_FILE);
  const listed = sorted.slice(0, MAX_PROBLEMS_PER_FILE);
  if (first === undefined) return listed;
  const rest: Finding = {
    code: 'document/more-problems',
    message: `The file has ${findings.length - listed.length} more problems from this line on.`,
    at: first.at,
    remedy: 'Fix the problems above first. One mistake often causes many problems.',
    ...(first.layer !== undefined && { layer: first.layer }),
  };
  return [...listed, rest];
}

/** Sorted by file, line, column and code. Problems without a location come first. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.location?.file ?? '', b.location?.file ?? '') ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
      compareText(a.code, b.code),
  );
}

function problemOf({ code, message, at, remedy, layer }: Finding, source: Source | undefined): Problem {
  const { line, column } = source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, at.start);
  return {
    code,
    message: shortened(message),
    location: { file: at.file, line, column },
    ...(source !== undefined && source.text !== '' && { excerpt: excerptOf(source, at) }),
    ...(remedy !== undefined && { remedy: shortened(remedy) }),
    ...(layer !== undefined && { layer }),
  };
}

function isCause({ code }: Finding): boolean {
  return code === 'document/secret' || code === 'document/variable' || code === 'document/aliases';
}

/** Hides secrets before cutting: a part of one no longer matches its pattern. */
function shortened(text: string): string {
  return clip(hideSecrets(text), MAX_TEXT_CHARS);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Secrets are hidden, and only the first line of the span is underlined. */
function excerptOf(source: Source, span: Span): Excerpt {
  const { line } = lineAndColumn(source, span.start);
  const first = Math.max(1, line - CONTEXT_LINES);
  const before = Array.from({ length: line - first }, (_, index) => first + index).map((number) => {
    const { text } = shownLine(source, number, undefined);
    return { number, text: text.length > MAX_LINE_CHARS ? `${text.slice(0, MAX_LINE_CHARS)}…` : text };
  });
  const last = windowed(shownLine(source, line, span));
  return {
    lines: [...before, { number: line, text: last.text }],
    underline: { line, column: last.start + 1, length: Math.max(1, last.end - last.start) },
  };
}

type Shown = { readonly text: string; readonly start: number; readonly end: number };

function shownLine(source: Source, number: number, span: Span | undefined): Shown {
  const start = source.lineStarts()[number - 1] ?? 0;
  const feed = (source.lineStarts()[number] ?? source.text.length + 1) - 1;
  const end = source.text[feed - 1] === '\r' && feed > start ? feed - 1 : feed;
  const from = Math.max(start, (span?.start ?? start) - CHARS_AROUND);
  const to = Math.min(end, (span?.start ?? start) + CHARS_AROUND);
  const pieces = [...visible(source, from, to)];
  const text = pieces.map((piece) => piece.text).join('');
  if (span === undefined) return { text, start: 0, end: 0 };
  return { text, start: moved(pieces, span.start, 'start'), end: moved(pieces, Math.min(span.end, to), 'end') };
}

type Piece = { readonly from: number; readonly to: number; readonly text: string; readonly hidden: boolean };

function* visible(source: Source, from: number, to: number): Generator<Piece> {
  const shown = (start: number, end: number): Piece => {
    return { from: start, to: end, text: withoutRefused(source.text.slice(start, end)), hidden: false };
  };
  let at = from;
  for (const { start, end } of source.hidden()) {
    if (end <= at || start >= to) continue;
    if (start > at) yield shown(at, start);
    yield { from: Math.max(start, at), to: Math.min(end, to), text: HIDDEN, hidden: true };
    at = Math.min(end, to);
  }
  if (at < to) yield shown(at, to);
}

/** The column of a file offset in the shown text. Within a hidden part, it is the edge of that part. */
function moved(pieces: readonly Piece[], offset: number, edge: 'start' | 'end'): number {
  let column = 0;
  for (const { from, to, text, hidden } of pieces) {
    const inside = edge === 'start' ? offset < to : offset <= to;
    if (inside && hidden) return offset <= from || edge === 'start' ? column : column + text.length;
    if (inside) return column + Math.max(0, offset - from);
    column += text.length;
  }
  return column;
}

function windowed({ text, start, end }: Shown): Shown {
  if (text.length <= MAX_LINE_CHARS) return { text, start, end };
  const from = Math.max(0, Math.min(start - 40, text.length - MAX_LINE_CHARS));
  const head = from > 0 ? '…' : '';
  const tail = from + MAX_LINE_CHARS < text.length ? '…' : '';
  const shift = head.length - from;
  return {
    text: `${head}${text.slice(from, from + MAX_LINE_CHARS)}${tail}`,
    start: start + shift,
    end: Math.min(end, from + MAX_LINE_CHARS) + shift,
  };
}
