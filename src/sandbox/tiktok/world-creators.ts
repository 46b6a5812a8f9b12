import { z } from 'zod';
import { digits, instant } from './world-parts.ts';

export const sparkPostShape = z
  .strictObject({
    code: z
      .string()
      .min(1)
      .describe('The Spark code that the creator handed out. Invented, and a secret all the same.'),
    item: digits.describe('The TikTok post.'),
    kind: z.enum(['VIDEO', 'CAROUSEL']).default('VIDEO').describe('What the post is.'),
    text: z.string().default('').describe('Its caption.'),
    creator: z.string().default('creator').describe("The creator's name."),
    identity: z.string().min(1).describe('The identity that the post belongs to.'),
    starts: instant.default('2026-01-01T00:00:00Z').describe('When the code begins to count.'),
    ends: instant.default('2036-01-01T00:00:00Z').describe('When it ends. A code that has ended cannot be revived.'),
    status: z
      .enum([
        'HESITATE_RECOMMEND',
        'ONLY_AUTHOR_SEE',
        'ONLY_FRIEND_SEE',
        'ONLY_USER_PASS',
        'REVIEW_PENDING',
        'USER_DELETE',
        'AUDIT_DELETE',
      ])
      .default('HESITATE_RECOMMEND')
      .describe('Who can see the post; HESITATE_RECOMMEND is everybody.'),
    authorizedFor: z.array(digits).default([]).describe('Ad accounts that have entered the code.'),
  })
  .describe('One post of a creator with its Spark code.');

export const identityShape = z
  .strictObject({
    id: z.string().min(1).describe('The identity id.'),
    type: z
      .enum(['CUSTOMIZED_USER', 'TT_USER', 'BC_AUTH_TT', 'TTS_TT'])
      .default('CUSTOMIZED_USER')
      .describe('What it is. AUTH_CODE identities come from sparkPosts.'),
    name: z.string().default('Identity').describe('The name that viewers see.'),
    business: digits.optional().describe('The Business Center that a TikTok account authorized: BC_AUTH_TT only.'),
    advertisers: z.array(digits).default([]).describe('Ad accounts that may speak as it.'),
    status: z
      .enum(['AVAILABLE', 'NO_VALID_BIND_ACCOUNT', 'SCOPE_UNAVAILABLE', 'IS_PRIVATE_ACCOUNT', 'NOT_BUSINESS_ACCOUNT'])
      .default('AVAILABLE')
      .describe('Whether it can be used.'),
  })
  .describe('One identity that ads can speak as.');

export type SparkPost = z.output<typeof sparkPostShape>;
export type Identity = z.output<typeof identityShape>;
