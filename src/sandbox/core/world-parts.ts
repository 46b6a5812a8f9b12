import { z } from 'zod';

/** A map with exactly these members. */
export function shape<M extends z.ZodRawShape>(text: string, members: M) {
  return z.strictObject(members).describe(text);
}

export function yes(text: string) {
  return z.boolean().default(true).describe(text);
}

export function no(text: string) {
  return z.boolean().default(false).describe(text);
}

/** One of several words. The first is the default. */
export function choice<const W extends readonly [string, ...string[]]>(words: W, text: string) {
  const [first]: readonly [W[number], ...string[]] = words;
  return z.enum(words).default(first).describe(text);
}

/** An id that begins with a prefix such as `cmp_`. */
export function prefixed(prefix: string, text: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}\\w+$`), `must begin with ${prefix}`)
    .describe(text);
}

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .default('USD')
  .describe('ISO 4217.');

export const coreSwitches = {
  rateLimits: no(
    'Whether the rate limits of both APIs apply. Off by default: if the clock does not run, buckets only refill when it is moved.',
  ),
  extraMembers: no('Whether every object in an answer has an undocumented member. Clients must ignore it.'),
};
