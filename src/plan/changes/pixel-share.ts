import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/**
 * In agency mode, a person shares the pixel with Layers, and TikTok shows the share to the owning Business Center. Found
 * only if the token can read it: otherwise sharing it is a task of `binding`, on the person's word.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup (documented); TikTok API v1.3 /bc/asset/partner/get/ (SDK
 * gateway definition). No API shares a pixel or shows the level.
 */
export const pixelShare: ChangeRule = {
  kind: 'pixel-share',
  find: (pair) => {
    const fields = shownDifferences(pair, ['pixelShare']);
    if (fields.length === 0) return [];
    const { 'capi.pixel_id': code, tiktokBusinessId: business } = pair.desired.fields;
    const instructions = {
      screen: 'TikTok Business Center, Asset Sharing',
      tasks: [
        `In Business Center ${business}, share the pixel ${code} (Manage) with Layers (Business Center ${pair.settings.layersBusinessId}).`,
        'reconcile plan shows when it is shared; the level (Manage) is not visible.',
      ],
    };
    return [changeOf(pair, 'pixel-share', fields, { by: 'human', instructions }, 0, ['tiktokBusinessId'])];
  },
};
