import { diffLines } from 'diff';
import type { LiveValue, Value } from '../../model/index.ts';
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

/** A layer without a cap has none, which is neither 0 nor missing by mistake. */
type Absence = 'absent' | 'none';

export function valueSide(
  live: LiveValue,
  write: (value: Value) => string = valueText,
  absent: Absence = 'absent',
): Side {
  if (live.provenance === 'unknown') return { words: '(unknown)' };
  if (live.value === undefined) return absentSide(live.provenance === 'recorded', absent);
  const code = write(live.value);
  return live.provenance === 'recorded' ? { code, words: '(recorded)' } : { code };
}

function absentSide(isRecorded: boolean, absent: Absence): Side {
  if (absent === 'none') return { words: isRecorded ? 'none (recorded)' : 'none' };
  return { words: isRecorded ? '(absent, recorded)' : '(absent)' };
}

/** `28000 (recorded)`. */
export function sideText({ code, words }: Side): string {
  return [code, words].filter((part) => part !== undefined).join(' ');
}

/** A line of a comparison: removed (`-`), added (`+`), or the same (` `). */
export type BlockLine = { readonly sign: '-' | '+' | ' '; readonly text: string };

/** The time of a comparison grows with the square of the edits, so beyond this both values are shown in full. */
const MAX_EDITS = 400;

/** Two values line by line, as JSON. An absent or unknown value has no lines. */
export function comparedLines(before: LiveValue, after: Value): readonly BlockLine[] {
  const old = before.provenance === 'unknown' || before.value === undefined ? [] : valueLines(before.value);
  const fresh = valueLines(after);
  const parts = diffLines(textOf(old), textOf(fresh), { maxEditLength: MAX_EDITS });
  if (parts === undefined) return [...signed('-', old), ...signed('+', fresh)];
  return parts.flatMap((part) => {
    const sign = part.added ? '+' : part.removed ? '-' : ' ';
    return signed(sign, part.value.replace(/\n$/, '').split('\n'));
  });
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function signed(sign: BlockLine['sign'], lines: readonly string[]): readonly BlockLine[] {
  return lines.map((text) => ({ sign, text }));
}
