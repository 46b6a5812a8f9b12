import type { LiveValue, Value } from '../model/index.ts';
import { forJson } from './escape.ts';

/** One side of a comparison: a value, shown as code, and words about it. */
export type Side = { readonly code?: string; readonly words?: string };

/** A value as JSON on one line. `null`, `""`, `[]` and `{}` stay distinct. */
export function valueText(value: Value): string {
  return forJson(JSON.stringify(value));
}

/** A value as JSON over several lines, indented by two spaces. */
export function valueLines(value: Value): readonly string[] {
  return forJson(JSON.stringify(value, null, 2)).split('\n');
}

/** How an absent value reads: a layer without a cap has none, which is neither 0 nor missing by mistake. */
type Absence = 'absent' | 'none';

/** A live value with its source. A value from an API needs no word. */
export function valueSide(
  seen: LiveValue,
  write: (value: Value) => string = valueText,
  absent: Absence = 'absent',
): Side {
  if (seen.provenance === 'unknown') return { words: '(unknown)' };
  if (seen.value === undefined) return absentSide(seen.provenance === 'recorded', absent);
  const code = write(seen.value);
  return seen.provenance === 'recorded' ? { code, words: '(recorded)' } : { code };
}

function absentSide(isRecorded: boolean, absent: Absence): Side {
  if (absent === 'none') return { words: isRecorded ? 'none (recorded)' : 'none' };
  return { words: isRecorded ? '(absent, recorded)' : '(absent)' };
}

/** The side as plain text: `28000 (recorded)`. */
export function sideText({ code, words }: Side): string {
  return [code, words].filter((part) => part !== undefined).join(' ');
}

/** A JSON object, as opposed to a list, a scalar, or nothing. */
export function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
