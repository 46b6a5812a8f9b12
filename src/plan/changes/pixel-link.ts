import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/**
 * Lets the ad account use a pixel of the Business Center. It is only found where the Business Center owns the pixel:
 * no other can link it.
 *
 * Source: TikTok API v1.3 /bc/pixel/link/update/ (SDK gateway definition).
 */
export const pixelLink: ChangeRule = {
  kind: 'pixel-link',
  find: (pair) => {
    const fields = shownDifferences(pair, ['pixelLink']);
    // A look, the write, a look.
    return fields.length === 0
      ? []
      : [changeOf(pair, 'pixel-link', fields, { by: 'api' }, 3, ['tiktokBusinessId', 'adAccountId'])];
  },
};
