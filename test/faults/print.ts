import { EVERY_KIND } from './requests.ts';
import type { Tally } from './run-selection.ts';

/** The least that a complete run consists of. */
const LEAST = 1500;

/** A tally for people, and how the program ends. @param whole whether nothing was left out */
export function printed(
  { triples, kills, elsewhere, violations }: Tally,
  whole: boolean,
): { readonly text: string; readonly exit: 0 | 1 } {
  const total = Object.values(triples).reduce((sum, count) => sum + count, 0);
  const missing = whole ? EVERY_KIND.filter((kind) => triples[kind] === undefined) : [];
  const few = whole && total < LEAST;
  const lines = [
    ...Object.entries(triples)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => counted(count, kind)),
    counted(total, 'requests × faults'),
    counted(kills, 'of them kill -9 of the real process'),
    counted(elsewhere, 'of them continued on a different machine'),
    counted(violations.length, 'violations'),
    ...violations.map(({ broken, line }) => `${broken.join('; ')}\n        ${line}`),
    ...(missing.length > 0 ? [`not met: ${missing.join(', ')}`] : []),
    ...(few ? [`fewer than ${LEAST}`] : []),
    // A selection that matches nothing proves nothing.
    ...(total === 0 ? ['no fault was injected'] : []),
  ];
  const well = violations.length === 0 && missing.length === 0 && !few && total > 0;
  return { text: lines.join('\n'), exit: well ? 0 : 1 };
}

function counted(count: number, what: string): string {
  return `${String(count).padStart(6)}  ${what}`;
}
