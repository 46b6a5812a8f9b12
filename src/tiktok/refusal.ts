import type { ApiFailure } from '../http/index.ts';

/**
 * TikTok's message of a refusal on one line, without the request id, so that two reads of the same state give the same
 * text.
 */
export function wordsOf({ code = 'unknown', rawMessage = '' }: ApiFailure): string {
  return `${rawMessage
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)} (code ${code})`;
}

/** The reason if the token may not read this; `undefined` for any other failure. */
export function reasonOf(refused: ApiFailure): string | undefined {
  return refused.problems[0].code === 'api/forbidden' ? wordsOf(refused) : undefined;
}
