import { z } from 'zod';

/** Switches of both APIs. */
export const coreSwitches = {
  rateLimits: z
    .boolean()
    .default(false)
    .describe(
      'Whether the rate limits of both APIs hold. Off unless asked for: where the clock stands still, buckets fill again only when it is moved.',
    ),
  extraMembers: z
    .boolean()
    .default(false)
    .describe('Whether every object in an answer has a member that nobody documents. Clients must ignore it.'),
};
