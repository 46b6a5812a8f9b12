import { type Policy, refuse } from './policy.ts';

/** The pixel of a different ad account would receive our customers' events. */
export const pixelOwner: Policy = ({ changed }) =>
  changed.flatMap(({ pair, changes }) => {
    const touched = changes.some(({ kind }) => kind === 'pixel' || kind === 'capi' || kind === 'binding');
    const code = pair.desired.fields['capi.pixel_id'];
    // The Business Center owns it, and links it before it is used.
    const linked = changes.some(({ kind, step }) => kind === 'pixel-link' && step.by === 'api');
    if (!touched || code === undefined || linked) return [];
    const { adAccountId: account } = pair.desired.fields;
    const { pixel } = pair.live;
    const says = (message: string) => [refuse('pixel-owner', pair, 'capi.pixel_id', message)];
    switch (pixel.state) {
      case 'usable':
        return [];
      case 'unbound':
        return says(`Pixel ${pixel.code} is no longer linked to ad account ${account}.`);
      case 'absent':
        return says(`Ad account ${account} does not have pixel ${pixel.code}.`);
      case 'numeric':
        return says(`capi.pixel_id is TikTok's number of the pixel (${pixel.id}), not its code ${pixel.code}.`);
      case 'recorded':
        return says(`Whether ad account ${account} has pixel ${code} was not read again.`);
      case 'unasked':
        return says(`TikTok does not show ad account ${account}, so the owner of pixel ${code} cannot be checked.`);
      default:
        return pixel satisfies never;
    }
  });
