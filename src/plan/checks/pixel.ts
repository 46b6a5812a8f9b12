import type { Check, CheckCode } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { checkAt, type CheckRule, isCapiOn } from './check.ts';

/**
 * CAPI is on for a pixel that the ad account cannot use: no ad is optimised for its events. A link that cannot be read
 * is reported as unknown.
 */
export const pixel: CheckRule = (pair, changes) => {
  // The plan links it before anything uses it.
  const isLinkedByPlan = changes.some(({ kind, step }) => kind === 'pixel-link' && step.by === 'api');
  return isLinkedByPlan ? [] : pixelChecks(pair);
};

/** The check without the changes of a plan. */
export function pixelChecks(pair: Pair): readonly Check[] {
  const { adAccountId, 'capi.pixel_id': code } = pair.desired.fields;
  if (!isCapiOn(pair) || code === undefined || adAccountId === undefined) return [];
  const { pixel: seen } = pair.live;
  const link = liveAt(pair, 'pixelLink');
  switch (seen.state) {
    case 'usable':
    case 'recorded':
      return [];
    case 'numeric':
      return [
        found(
          pair,
          'tiktok/pixel-missing',
          `CAPI is on, but capi.pixel_id is TikTok's number of the pixel (${seen.id}), not its code ${seen.code}.`,
          `Write pixel_id: ${seen.code}.`,
        ),
      ];
    case 'absent':
    case 'unbound':
      if (link.provenance === 'api' && link.value === code) return [];
      return link.provenance === 'api'
        ? [
            found(
              pair,
              'tiktok/pixel-missing',
              `CAPI is on, but ad account ${adAccountId} does not have the pixel ${code}.`,
              LINK,
            ),
          ]
        : [
            found(
              pair,
              'tiktok/pixel-unreadable',
              `CAPI is on, but ad account ${adAccountId} does not list the pixel ${code}, and the links of its Business Center could not be read.`,
              LINK,
            ),
          ];
    case 'unasked':
      return [
        found(
          pair,
          'tiktok/pixel-unreadable',
          `CAPI is on, but the TikTok token cannot read whether ad account ${adAccountId} has the pixel ${code}.`,
          'Use a token of a user with access to the account.',
        ),
      ];
    default:
      return seen satisfies never;
  }
}

const LINK = 'Link the pixel to the ad account in the Business Center that owns it, or correct capi.pixel_id.';

function found(pair: Pair, code: CheckCode, message: string, remedy: string): Check {
  return checkAt(pair, 'capi.pixel_id', { code, severity: 'error', message, remedy });
}
