import { liveAt } from '../compare.ts';
import { finding, fromChecks, type VerifyRule } from './subject.ts';

const LINK = 'Link the pixel to the ad account in the Business Center that owns it, or correct capi.pixel_id.';

/** Events of a pixel that the ad account cannot use optimise no ad. */
export const pixel: VerifyRule = (subject) => {
  const { adAccountId: account, 'capi.pixel_id': code } = subject.desired.fields;
  if (code === undefined) return [];
  const found = fromChecks(subject, 'pixel', ['tiktok/pixel-missing', 'tiktok/pixel-unreadable']);
  if (found.length > 0) return found;
  const link = liveAt(subject, 'pixelLink');
  if (link.provenance === 'unknown') {
    const message = `Whether ad account ${account ?? '(none)'} can use the pixel ${code} was not readable.`;
    return [finding('pixel', 'unknown', message, 'Use a TikTok token of a user with access to the account.')];
  }
  if (link.provenance === 'recorded') {
    const message = `Ad account ${account} could use the pixel ${code} at the last check.`;
    return [finding('pixel', 'unknown', message, 'Run it again.')];
  }
  return link.value === code
    ? [finding('pixel', 'green', `Ad account ${account} can use the pixel ${code}.`)]
    : [finding('pixel', 'red', `Ad account ${account} does not have the pixel ${code}.`, LINK)];
};
