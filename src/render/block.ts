import { diffLines } from 'diff';
import type { LiveValue, Value } from '../model/index.ts';
import { valueLines } from './value.ts';

/** A line of a comparison: removed (`-`), added (`+`), or the same (` `). */
export type BlockLine = { readonly sign: '-' | '+' | ' '; readonly text: string };

/**
 * The time of a comparison grows with the square of the differences, so beyond this many edits the two values are shown
 * one after the other.
 */
const MOST_EDITS = 400;

/** Two values line by line, as JSON. A value that is absent or unknown has no lines. */
export function comparedLines(before: LiveValue, after: Value): readonly BlockLine[] {
  const old = before.provenance === 'unknown' || before.value === undefined ? [] : valueLines(before.value);
  const fresh = valueLines(after);
  const parts = diffLines(textOf(old), textOf(fresh), { maxEditLength: MOST_EDITS });
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
