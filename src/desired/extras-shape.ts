import * as z from 'zod/mini';
import { CURRENCIES } from '../model/index.ts';
import { parts } from '../yaml/index.ts';

/*
 * The schema of fields outside of the layer's config: posts to authorise, assets to share, facts to verify. Their names
 * are defined by reconcile, not by Layers.
 */

const { text, map, list, inheritable, withMeta } = parts;

export const spark = list(
  map(
    {
      post: text(/^[A-Za-z0-9_.:-]{1,100}$/, 'the id of a post at Layers', 'The UGC post at Layers.', 'ugc_01J9ZV6Y'),
      item: z.optional(
        text(
          /^[0-9]{5,25}$/,
          'the digits of a TikTok post id, in quotes',
          'The TikTok post; compared with the post that the code authorises.',
          '7301234567890123456',
        ),
      ),
      code: text(
        /^\$\{SPARK_[A-Z0-9_]+\}$/,
        'one variable whose name starts with SPARK_: ${SPARK_NAME}',
        'The environment variable with the creator’s Spark code: ${SPARK_NAME}. Never the code itself.',
        '${SPARK_ACME_1}',
      ),
    },
    'A creator’s post to authorise.',
    'Spark post',
  ),
  'a list of posts',
  'Creators’ posts to authorise as Spark Ads. Other posts keep their authorisation.',
);

export const sharing = map(
  {
    identities: inheritable(
      list(
        text(
          /^[A-Za-z0-9-]{5,64}$/,
          'the id of an identity, in quotes',
          'The id of a TikTok identity.',
          '7000123456789012345',
        ),
        'a list of ids',
        'Identities (Spark accounts) to share with the Business Center of Layers.',
      ),
    ),
  },
  'Agency mode: additional assets that the customer shares with Layers.',
);

export const pin = map(
  {
    advertiser: inheritable(
      map(
        {
          name: inheritable(
            text(
              // oxlint-disable-next-line no-control-regex -- JSON Schema has no other way to keep them out
              /^[^\u0000-\u001f\u007f-\u009f]{1,200}$/,
              'the name of the ad account',
              'The name of the ad account at TikTok.',
              'Acme iOS',
            ),
          ),
          currency: inheritable(
            withMeta(z.enum([...CURRENCIES] as [string, ...string[]], { error: 'an ISO currency code, such as USD' }), {
              description: 'The currency of the ad account.',
            }),
          ),
          timezone: inheritable(
            text(
              /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/,
              'a time zone, such as America/New_York',
              'The IANA time zone of the ad account.',
              'America/New_York',
            ),
          ),
        },
        'Expected facts of the ad account.',
      ),
    ),
  },
  'Expected facts. If the ids belong to a different account, the plan is refused.',
);
