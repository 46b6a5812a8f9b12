import { z } from 'zod';
import { advertiserFor } from './access.ts';
import { accepted } from './envelope.ts';
import { id } from './params.ts';
import { type Route, readRoute, writeRoute } from './route.ts';

const Shape = z.object({ advertiser_id: id, term_type: z.enum(['Pixel', 'LeadAds', 'InstantPage', 'ReachFrequency']) });

/** Source: term_check.yml, term_confirm.yml of TikTok's official SDK (documented); scopes 1, 12. */
export const terms: readonly Route[] = [
  readRoute('/term/check/', [1, 12], Shape, (query, call) => {
    const advertiser = advertiserFor(query.advertiser_id, call);
    if ('refusal' in advertiser) return advertiser.refusal;
    return accepted({ confirmed: advertiser.terms.includes(query.term_type) });
  }),
  // Repeatable (inferred).
  writeRoute('/term/confirm/', [1, 12], Shape, (body, call) => {
    const advertiser = advertiserFor(body.advertiser_id, call);
    if ('refusal' in advertiser) return advertiser.refusal;
    if (!advertiser.terms.includes(body.term_type)) advertiser.terms.push(body.term_type);
    return accepted({});
  }),
];
