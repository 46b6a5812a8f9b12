import { z } from 'zod';
import type { Actor } from './repository.ts';

/** Source of all shapes: docs.github.com, REST API (documented). */

/** Commit and blob ids are passed on to git, so only a hash is valid. */
export const HashShape = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** Times are compared, so an invalid one must be rejected here. */
export const TimeShape = z.iso.datetime({ offset: true });

export const IdShape = z.number().int().nonnegative();

/** `null` for a deleted account. */
export const ActorShape = z
  .object({ login: z.string(), type: z.string().optional() })
  .nullish()
  .transform((user): Actor | null =>
    user === null || user === undefined
      ? null
      : // Apps have the type Bot, and their logins end so. Organizations count as bots too.
        { login: user.login, isBot: (user.type ?? 'User') !== 'User' || user.login.endsWith('[bot]') },
  );

/** Names are case-insensitive on GitHub. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Oldest first; equal times are ordered by id. */
export function byTime(
  one: { readonly at: string; readonly id: number },
  other: { readonly at: string; readonly id: number },
): number {
  return Date.parse(one.at) - Date.parse(other.at) || one.id - other.id;
}
