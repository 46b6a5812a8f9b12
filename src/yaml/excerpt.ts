import type { Excerpt } from '../model/index.ts';
import { withoutRefused } from './characters.ts';
import { lineAndColumn, type Source, type Span } from './source.ts';

/** Replaces a secret in an excerpt. */
export const HIDDEN = '•••';

/** Number of lines shown before the line of the problem. */
const CONTEXT = 2;

/** In characters. Of a longer line, only the part around the problem is shown. */
const WIDEST = 160;

/** An excerpt with the span underlined and secrets hidden. Only the first line of the span is underlined. */
export function excerptOf(source: Source, span: Span): Excerpt {
  const { line } = lineAndColumn(source, span.start);
  const first = Math.max(1, line - CONTEXT);
  const before = Array.from({ length: line - first }, (_, index) => first + index).map((number) => {
    const { text } = shownLine(source, number, undefined);
    return { number, text: text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text };
  });
  const meant = windowed(shownLine(source, line, span));
  return {
    lines: [...before, { number: line, text: meant.text }],
    underline: { line, column: meant.start + 1, length: Math.max(1, meant.end - meant.start) },
  };
}

/** Characters read on each side of the problem, because a line can be as long as the largest file. */
const AROUND = 4 * WIDEST;

/** A line of the excerpt, and the position of the span in it. */
type Shown = { readonly text: string; readonly start: number; readonly end: number };

function shownLine(source: Source, number: number, span: Span | undefined): Shown {
  const start = source.lineStarts[number - 1] ?? 0;
  const feed = (source.lineStarts[number] ?? source.text.length + 1) - 1;
  const end = source.text[feed - 1] === '\r' && feed > start ? feed - 1 : feed;
  const from = Math.max(start, (span?.start ?? start) - AROUND);
  const to = Math.min(end, (span?.start ?? start) + AROUND);
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
  for (const { start, end } of source.hidden) {
    if (end <= at || start >= to) continue;
    if (start > at) yield shown(at, start);
    yield { from: Math.max(start, at), to: Math.min(end, to), text: HIDDEN, hidden: true };
    at = Math.min(end, to);
  }
  if (at < to) yield shown(at, to);
}

/** The column of a file offset in the shown text. An offset within a hidden part moves to the edge of that part. */
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
  if (text.length <= WIDEST) return { text, start, end };
  const from = Math.max(0, Math.min(start - 40, text.length - WIDEST));
  const head = from > 0 ? '…' : '';
  const tail = from + WIDEST < text.length ? '…' : '';
  const shift = head.length - from;
  return {
    text: `${head}${text.slice(from, from + WIDEST)}${tail}`,
    start: start + shift,
    end: Math.min(end, from + WIDEST) + shift,
  };
}
