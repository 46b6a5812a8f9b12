import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { accepted, declined, type Reply, TOO_MANY_IDS } from './envelope.ts';
import { advertisersFor, membershipOf } from './access.ts';
import { id, jsonText } from './params.ts';
import { type Call, type Route, readRoute } from './route.ts';
import { chosen } from './rows.ts';
import type { Advertiser } from './world.ts';

/** No limit is documented; batches of 100 are known to work (third parties). */
const LARGEST_BATCH = 100;

const Query = z.object({
  advertiser_ids: jsonText(z.array(id).min(1)),
  fields: jsonText(z.array(z.string()).min(1)).optional(),
});

/** Source: business-api.tiktok.com GET /advertiser/info/ (second-hand documentation); scopes 1, 10, 100. */
export const advertisers: readonly Route[] = [readRoute('/advertiser/info/', [1, 10, 100], Query, show)];

function show({ advertiser_ids: ids, fields }: z.output<typeof Query>, call: Call): Reply {
  if (ids.length > LARGEST_BATCH) return declined(TOO_MANY_IDS, `At most ${LARGEST_BATCH} advertiser_ids.`);
  const found = advertisersFor(ids, call);
  if ('refusal' in found) return found.refusal;
  const rows = found.map((advertiser) => row(advertiser, call));
  const list = chosen(rows, fields, Object.keys(rows[0] ?? {}));
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
