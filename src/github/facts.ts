import { z } from 'zod';
import type { Actor } from './repository.ts';

/** Shapes that several answers of GitHub share. Source of each: docs.github.com, REST API (documented). */

/** Ids of commits and files go on to git: nothing but a hash may pass for one. */
export const HashShape = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** Times are compared, so one that cannot be read must not get that far. */
export const TimeShape = z.iso.datetime({ offset: true });

export const IdShape = z.number().int().nonnegative();

/** `null` for an account that is gone. */
export const ActorShape = z
  .object({ login: z.string(), type: z.string().optional() })
  .nullish()
  .transform((user): Actor | null =>
    user === null || user === undefined
      ? null
      : // Apps act as accounts of the type Bot, and their logins end so. Organizations press no buttons either.
        { login: user.login, isBot: (user.type ?? 'User') !== 'User' || user.login.endsWith('[bot]') },
  );

/** GitHub does not tell upper from lower case in names of people and repositories. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Oldest first; what happened in the same second stays in the order of ids. */
export function byTime(
  one: { readonly at: string; readonly id: number },
  other: { readonly at: string; readonly id: number },
): number {
  return Date.parse(one.at) - Date.parse(other.at) || one.id - other.id;
}
