import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/**
 * Found only if the Business Center owns the pixel: no other can link it.
 *
 * Source: TikTok API v1.3 /bc/pixel/link/update/ (SDK gateway definition).
 */
export const pixelLink: ChangeRule = {
  kind: 'pixel-link',
  find: (pair) => {
    const fields = shownDifferences(pair, ['pixelLink']);
    // Read, write, read.
    return fields.length === 0
      ? []
      : [changeOf(pair, 'pixel-link', fields, { by: 'api' }, 3, ['tiktokBusinessId', 'adAccountId'])];
  },
};
