import type { ApiFailure } from '../http/index.ts';

/** TikTok's words for a refusal on one line, without the request's id: two reads of the same state say the same. */
export function wordsOf({ code = 'unknown', rawMessage = '' }: ApiFailure): string {
  return `${rawMessage
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)} (code ${code})`;
}

/** Why the token may not read this; `undefined` where it was refused, or lost, for another reason. */
export function reasonOf(refused: ApiFailure): string | undefined {
  return refused.problems[0].code === 'api/forbidden' ? wordsOf(refused) : undefined;
}
