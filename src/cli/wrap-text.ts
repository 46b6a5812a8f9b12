import { stripVTControlCharacters } from 'node:util';
import { Help } from 'commander';
import { widthOf } from '../render/index.ts';

/** Deeper than the line itself, so that a reader sees where the next one starts. */
const HANGING_COLUMNS = 2;

/** Keeps a space from being a place to break. Pages never contain it, because `forTerminal` shows it as a code. */
const GLUE = '\u2060';

/** Between an amount and its currency. */
const INSIDE_AMOUNT = /(?<=\d) (?=[A-Z]{3}(?![A-Za-z]))/g;

/** A line of a source excerpt, or of JSON that a person copies or compares. */
const VERBATIM = /^\s*(\d* \| |([+-] +)?[{}[\]]|([+-] +)?"(?:[^"\\]|\\.)*"\s*[:,]?(\s|$))/;

/** The marker of a list, or the columns of a table before its last one. */
const HEAD = /^(\s*(?:\d+\.|[-*•])\s+|.*\S\s{2,})(?=\S)/;

/**
 * Breaks long lines between words and indents the rest. A word that is wider than the terminal overflows: numbers, ids,
 * paths and addresses stay whole. Lines of JSON and of source excerpts are unchanged.
 */
export function wrapText(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

class WordWrap extends Help {
  override minWidthToWrap = 1;

  override displayWidth(text: string): number {
    return widthOf(stripVTControlCharacters(text));
  }
}

const words = new WordWrap();

function wrapLine(line: string, columns: number): string {
  if (words.displayWidth(line) <= columns || VERBATIM.test(stripVTControlCharacters(line))) return line;
  const { head, hanging } = headOf(line, columns);
  const body = line.slice(head.length).replace(INSIDE_AMOUNT, GLUE);
  const [first = '', ...rest] = words
    .boxWrap(body, Math.max(1, columns - hanging))
    .replaceAll(GLUE, ' ')
    .split('\n');
  return [head + first, ...rest.map((part) => ' '.repeat(hanging) + part)].join('\n');
}

function headOf(line: string, columns: number): { readonly head: string; readonly hanging: number } {
  const [head = ''] = HEAD.exec(line) ?? [];
  const width = words.displayWidth(head);
  if (head !== '' && width <= columns / 2) return { head, hanging: width };
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  return { head: indent, hanging: indent.length + HANGING_COLUMNS };
}
