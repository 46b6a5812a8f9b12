import { nearest } from '../nearest.ts';
import { CHECK_CODES } from './check-codes.ts';
import type { CodeText } from './code-text.ts';
import { POLICY_NAMES } from './policy-names.ts';
import { PROBLEM_CODES } from './problem-codes.ts';

/** Text about a code, and the kind of thing that it names. */
export type Explained = CodeText & { readonly code: string; readonly kind: 'problem' | 'check' | 'policy' };

const TABLES = { policy: POLICY_NAMES, check: CHECK_CODES, problem: PROBLEM_CODES } as const;

const ALL: ReadonlyMap<string, Explained> = new Map(
  (['problem', 'check', 'policy'] as const).flatMap((kind) =>
    Object.entries<CodeText>(TABLES[kind]).map(([code, text]) => [code, { code, kind, ...text }] as const),
  ),
);

/** `near`: the code most likely meant, if the word is not one. */
export function explainCode(
  word: string,
): { readonly ok: true; readonly explained: Explained } | { readonly ok: false; readonly near?: string } {
  const explained = ALL.get(word);
  if (explained !== undefined) return { ok: true, explained };
  const codes = [...ALL.keys()];
  const near = nearest(word, codes) ?? byLastPart(word, codes);
  return { ok: false, ...(near !== undefined && { near }) };
}

/** In a shorter word, two other letters make a different word. */
const MIN_CHARS = 5;

/** People remember the part after the slash. */
function byLastPart(word: string, codes: readonly string[]): string | undefined {
  const lastPart = (code: string): string => code.slice(code.indexOf('/') + 1);
  const same = codes.find((code) => lastPart(code) === word.toLowerCase());
  if (same !== undefined || word.length < MIN_CHARS) return same;
  return codes.find((code) => nearest(word, [lastPart(code)]) !== undefined);
}
