import { changeAt } from '../../model/index.ts';
import { fieldsRule } from './rule.ts';

/**
 * TikTok identities that the customer shares with Layers, for Spark ads. No API shares them, so it is a manual step in
 * the Business Center.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented); TikTok API v1.3 /bc/partner/add/ takes only
 * ad accounts (SDK gateway definition).
 */
export const sharing = fieldsRule('sharing', [], ({ settings }, { fields }) => ({
  screen: 'TikTok Business Center, Asset Sharing',
  tasks: [
    `In the partnership with Layers${settings.layersBusinessId === undefined ? '' : ` (Business Center ${settings.layersBusinessId})`} (it exists, or this plan requests it), share these identities: ${(changeAt(fields, 'sharing.identities')?.after ?? []).join(', ')}.`,
  ],
}));
