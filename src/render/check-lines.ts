import type { Check } from '../model/index.ts';
import { checkGroups } from './checks.ts';
import { named } from './counting.ts';
import { type Line, line } from './style.ts';

const SEVERITY_TONES = { error: 'bad', warning: 'warning', note: 'quiet' } as const;

/** Checks for a terminal, below a heading; empty if there are none. */
export function checkLines(layers: readonly { readonly checks: readonly Check[] }[]): readonly Line[] {
  const groups = checkGroups(layers);
  if (groups.length === 0) return [];
  return [
    line(0, 'Checks', 'strong'),
    ...groups.flatMap(({ severity, code, message, remedy, layers: names }) => [
      line(1, `${severity}  ${code}  ${named(names)}`, SEVERITY_TONES[severity]),
      line(2, message),
      ...(remedy === undefined ? [] : [line(2, remedy)]),
    ]),
  ];
}
