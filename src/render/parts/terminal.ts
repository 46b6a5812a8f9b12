import { MAX_NAMES } from '../../model/index.ts';
import { forTerminal } from './escape.ts';

export type Tone = 'strong' | 'quiet' | 'good' | 'bad' | 'warning';

/** One line on a terminal, not escaped yet. `indent` counts steps of two spaces. */
export type Line = { readonly text: string; readonly indent: number; readonly tone?: Tone };

export type TextOptions = {
  readonly colour: boolean;
  /** All names of a group, instead of the first few. */
  readonly verbose?: boolean;
};

export function maxNamesOf({ verbose }: Pick<TextOptions, 'verbose'>, max = MAX_NAMES): number {
  return verbose === true ? Number.POSITIVE_INFINITY : max;
}

/** Select Graphic Rendition: codes that switch a tone on, and only that tone off. Source: ECMA-48 8.3.117. */
const CODES: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  strong: [1, 22],
  quiet: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  warning: [33, 39],
};

export function line(indent: number, text: string, tone?: Tone): Line {
  return tone === undefined ? { text, indent } : { text, indent, tone };
}

export const EMPTY_LINE: Line = { text: '', indent: 0 };

/** Escapes each line. */
export function asTerminal(lines: readonly Line[], { colour }: TextOptions): string {
  return lines.map((one) => `${shown(one, colour)}\n`).join('');
}

/** Empty parts leave no gap. */
export function joinSections(parts: readonly (readonly Line[])[]): readonly Line[] {
  const filled = parts.filter((part) => part.length > 0);
  return filled.flatMap((part, index) => (index === 0 ? part : [EMPTY_LINE, ...part]));
}

function shown({ text, indent, tone }: Line, colour: boolean): string {
  if (text === '') return '';
  const inert = forTerminal(text);
  if (!colour || tone === undefined) return '  '.repeat(indent) + inert;
  const [on, off] = CODES[tone];
  return `${'  '.repeat(indent)}\u001B[${on}m${inert}\u001B[${off}m`;
}
