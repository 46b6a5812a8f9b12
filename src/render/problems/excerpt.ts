import type { Excerpt } from '../../model/index.ts';
import { forTerminal } from '../parts/escape.ts';
import { type Line, line } from '../parts/terminal.ts';
import { widthOf } from '../parts/width.ts';

/** Editors differ; only text and underline must agree. */
const TAB_COLUMNS = 4;

/** A whole JSON document may be on one line. */
const MAX_SHOWN_CHARS = 120;

/** Shown before the location if a line is too long. */
const LEADING_CHARS = 40;

export function excerptLines({ lines, underline }: Excerpt): readonly Line[] {
  const most = lines.reduce((longest, { number }) => Math.max(longest, String(number).length), 0);
  const gutter = Math.max(4, most + 1);
  const from = Math.max(0, underline.column - 1 - LEADING_CHARS);
  return lines.flatMap(({ number, text }) => {
    const piece = pieceOf(text, from);
    const shown = line(0, `${String(number).padStart(gutter)} | ${expanded(piece.text)}`.trimEnd(), 'quiet');
    if (number !== underline.line) return [shown];
    const start = underline.column - 1 - piece.start;
    const before = expanded(piece.text.slice(0, start));
    const upTo = expanded(piece.text.slice(0, start + underline.length));
    const carets = '^'.repeat(Math.max(1, widthOf(upTo) - widthOf(before)));
    return [shown, line(0, `${' '.repeat(gutter)} | ${' '.repeat(widthOf(before))}${carets}`, 'bad')];
  });
}

/** `start` is the position of the first character in the line, counted from 0. */
function pieceOf(text: string, from: number): { readonly text: string; readonly start: number } {
  if (text.length <= MAX_SHOWN_CHARS) return { text, start: 0 };
  const end = from + MAX_SHOWN_CHARS;
  const cut = `${from > 0 ? '…' : ''}${text.slice(from, end)}${end < text.length ? '…' : ''}`;
  return { text: cut, start: from > 0 ? from - 1 : 0 };
}

function expanded(text: string): string {
  const [first = '', ...others] = text.split('\t');
  return others.reduce((done, part) => {
    const gap = TAB_COLUMNS - (widthOf(done) % TAB_COLUMNS);
    return done + ' '.repeat(gap) + forTerminal(part);
  }, forTerminal(first));
}
