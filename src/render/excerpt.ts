import type { Excerpt } from '../model/index.ts';
import { forTerminal } from './escape.ts';
import { line, type Line } from './style.ts';
import { widthOf } from './width.ts';

/** Columns between two tab stops. Editors differ; only text and underline must agree. */
const TAB = 4;

/** Longest part of a source line shown: a whole JSON document may be on one line. */
const LONGEST = 120;

/** Characters shown before the location if a line is too long. */
const LEAD = 40;

/** Source lines with their numbers, and the fault underlined. */
export function excerptLines({ lines, underline }: Excerpt): readonly Line[] {
  const most = lines.reduce((longest, { number }) => Math.max(longest, String(number).length), 0);
  const gutter = Math.max(4, most + 1);
  const from = Math.max(0, underline.column - 1 - LEAD);
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

/** The part of a line to show. `start` is the position of its first character, counted from 0. */
function pieceOf(text: string, from: number): { readonly text: string; readonly start: number } {
  if (text.length <= LONGEST) return { text, start: 0 };
  const end = from + LONGEST;
  const cut = `${from > 0 ? '…' : ''}${text.slice(from, end)}${end < text.length ? '…' : ''}`;
  return { text: cut, start: from > 0 ? from - 1 : 0 };
}

/** Tabs as spaces up to the next tab stop, all else as a terminal shows it. */
function expanded(text: string): string {
  const [first = '', ...others] = text.split('\t');
  return others.reduce((done, part) => {
    const gap = TAB - (widthOf(done) % TAB);
    return done + ' '.repeat(gap) + forTerminal(part);
  }, forTerminal(first));
}
