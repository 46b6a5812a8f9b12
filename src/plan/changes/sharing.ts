import { changeAt } from '../../model/index.ts';
import { fieldsRule } from './rule.ts';

/**
 * TikTok identities that the customer shares with Layers, for Spark ads. No API shares them, so it is a manual step in
 * the Business Center. If the token can read the share, it counts, and the word of a person does not.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented); TikTok API v1.3 /bc/partner/add/ takes only
 * ad accounts (SDK gateway definition).
 */
export const sharing = fieldsRule('sharing', [], ({ settings }, { fields }) => {
  const { layersBusinessId: partner } = settings;
  const { before, after = [] } = changeAt(fields, 'sharing.identities') ?? {};
  const shared = before === undefined || before.provenance === 'unknown' ? [] : (before.value ?? []);
  const missing = after.filter((id) => !shared.includes(id));
  return {
    screen: 'TikTok Business Center, Asset Sharing',
    tasks: [
      `In the partnership with Layers${partner === undefined ? '' : ` (Business Center ${partner})`} (it exists, or this plan requests it), share these identities: ${missing.join(', ')}.`,
    ],
  };
});
