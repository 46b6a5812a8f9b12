import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { advertiserFor, advertisersFor, membershipOf } from './access.ts';
import { accepted, declined, type Reply, TOO_MANY_IDS } from './envelope.ts';
import { id, jsonText } from './params.ts';
import { type Call, readRoute, type Route, writeRoute } from './route.ts';
import { selectFields } from './rows.ts';
import type { Advertiser } from './world.ts';

/** No limit is documented; batches of 100 are known to work (third parties). */
const MAX_BATCH = 100;
const Query = z.object({
  advertiser_ids: jsonText(z.array(id).min(1)),
  fields: jsonText(z.array(z.string()).min(1)).optional(),
});

/** Source: GET /advertiser/info/ (second-hand documentation); scopes 1, 10, 100. */
export const advertisers: readonly Route[] = [readRoute('/advertiser/info/', [1, 10, 100], Query, show)];

/** A part of the list. Offsets are fixed, without daylight saving time. */
const ZONES = [
  { timezone: 'America/Los_Angeles', gmt_offset: 'GMT-8:00' },
  { timezone: 'America/New_York', gmt_offset: 'GMT-5:00' },
  { timezone: 'UTC', gmt_offset: 'GMT+0:00' },
  { timezone: 'Europe/Berlin', gmt_offset: 'GMT+1:00' },
  { timezone: 'Asia/Tokyo', gmt_offset: 'GMT+9:00' },
];

/** Source: tool_timezone.yml (documented; how an offset is written is inferred); scope 2. */
export const tools: readonly Route[] = [
  readRoute('/tool/timezone/', [2], z.object({ advertiser_id: id }), (query, call) => {
    const advertiser = advertiserFor(query.advertiser_id, call);
    return 'refusal' in advertiser ? advertiser.refusal : accepted({ timezones: ZONES });
  }),
];

const Term = z.object({ advertiser_id: id, term_type: z.enum(['Pixel', 'LeadAds', 'InstantPage', 'ReachFrequency']) });

/** Source: term_check.yml, term_confirm.yml (documented); scopes 1, 12. */
export const terms: readonly Route[] = [
  readRoute('/term/check/', [1, 12], Term, (query, call) => {
    const advertiser = advertiserFor(query.advertiser_id, call);
    if ('refusal' in advertiser) return advertiser.refusal;
    return accepted({ confirmed: advertiser.terms.includes(query.term_type) });
  }),
  // Repeatable (inferred).
  writeRoute('/term/confirm/', [1, 12], Term, (body, call) => {
    const advertiser = advertiserFor(body.advertiser_id, call);
    if ('refusal' in advertiser) return advertiser.refusal;
    if (!advertiser.terms.includes(body.term_type)) advertiser.terms.push(body.term_type);
    return accepted({});
  }),
];

function show({ advertiser_ids: ids, fields }: z.output<typeof Query>, call: Call): Reply {
  if (ids.length > MAX_BATCH) return declined(TOO_MANY_IDS, `At most ${MAX_BATCH} advertiser_ids.`);
  const found = advertisersFor(ids, call);
  if ('refusal' in found) return found.refusal;
  const rows = found.map((advertiser) => row(advertiser, call));
  const list = selectFields(rows, fields, Object.keys(rows[0] ?? {}));
  return 'refusal' in list ? list.refusal : accepted({ list });
}

/** Members without a value in the world. Nulls are kept on this endpoint (inferred). */
const EVERYTHING_ELSE: JsonObject = {
  role: 'ROLE_ADVERTISER',
  rejection_reason: null,
  industry: null,
  address: null,
  country: null,
  description: null,
  language: 'en',
  advertiser_account_type: 'AUCTION',
  contacter: null,
  email: null,
  cellphone_number: null,
  telephone_number: null,
  license_no: null,
  license_url: null,
  // 2026-01-01T00:00:00Z, in seconds.
  create_time: 1_767_225_600,
};

function row(advertiser: Advertiser, call: Call): JsonObject {
  return {
    ...EVERYTHING_ELSE,
    advertiser_id: advertiser.id,
    owner_bc_id: shownOwner(advertiser, call),
    status: advertiser.status,
    name: advertiser.name,
    company: advertiser.company ?? null,
    timezone: advertiser.timezone,
    display_timezone: advertiser.timezone,
    currency: advertiser.currency,
    balance: advertiser.balance,
  };
}

/**
 * Only visible to an admin of the owning Business Center (second-hand documentation), and to a token whose user is not
 * in the world.
 */
function shownOwner({ ownerBusiness }: Advertiser, { state, token }: Call): string | null {
  if (ownerBusiness === undefined || token.user === undefined) return ownerBusiness ?? null;
  const owner = state.world.tiktok.businessCenters.find(({ id: business }) => business === ownerBusiness);
  return owner !== undefined && membershipOf(owner, token)?.role === 'ADMIN' ? ownerBusiness : null;
}
