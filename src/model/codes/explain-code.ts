import { nearest } from '../nearest.ts';
import { PROBLEM_CODES } from '../problem.ts';
import { CHECK_CODES } from './check-codes.ts';
import type { CodeText } from './code-text.ts';
import { POLICY_NAMES } from './policy-names.ts';

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
  // People remember the part after the slash.
  const near = nearest(word, codes) ?? codes.find((code) => nearest(word, [code.slice(code.indexOf('/') + 1)]));
  return { ok: false, ...(near !== undefined && { near }) };
}
