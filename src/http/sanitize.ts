import { createHash } from 'node:crypto';
import { clip, fail, maskerOf, type Problem, type Result } from '../model/index.ts';

/** Makes text of an API safe for a problem: one line, at most 300 characters, without the credential. */
export type Sanitize = (text: string) => string;

const MAX_QUOTED_CHARS = 300;

/** Masks before the cut, so no part of a credential remains. */
export function sanitizerFor(masked: (text: string) => string): Sanitize {
  return (text) =>
    clip(
      masked(text)
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
      MAX_QUOTED_CHARS,
    );
}

/** Masks the credential in all problems of a result. */
export function problemMaskerFor(secret: string): <T>(result: Result<T>) => Result<T> {
  const masked = maskerOf([secret]);
  const withoutSecret = (problem: Problem): Problem => ({
    ...problem,
    message: masked(problem.message),
    ...(problem.remedy !== undefined && { remedy: masked(problem.remedy) }),
  });
  return (result) => (result.ok ? result : fail(...result.problems.map(withoutSecret)));
}

/** Distinguishes credentials without revealing them. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
