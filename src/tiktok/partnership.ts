import { z } from 'zod';
import type { Client, Refused } from '../http/index.ts';
import type { PartnershipSeen, Result } from '../model/index.ts';
import { readPages, type Rows } from './pages.ts';
import { Id, PageInfo, type Read } from './read.ts';
import { reasonOf } from './refusal.ts';

/** Source: the official SDK, yml_files/bc_partner_get.yml (documented). There is no status: a partner is listed or not. */
const Partners = z.object({ list: z.array(z.object({ bc_id: Id })), page_info: PageInfo });

/**
 * Source: the official SDK, yml_files/bc_partner_asset_get.yml (documented); that the rows are those of
 * /bc/asset/get/: inferred; the other name of the id: second-hand.
 */
const Assets = z.object({
  list: z.array(
    z
      .object({ asset_id: Id.nullish(), advertiser_id: Id.nullish(), advertiser_role: z.string().nullish() })
      .transform((row, context) => {
        const id = row.asset_id ?? row.advertiser_id;
        if (id !== undefined && id !== null) return { id, role: row.advertiser_role ?? '' };
        context.addIssue({ code: 'custom', message: 'no id', path: ['asset_id'] });
        return z.NEVER;
      }),
  ),
  page_info: PageInfo,
});

type Asset = z.output<typeof Assets>['list'][number];

/**
 * With whom a Business Center is a partner, and the ad accounts between the two with the partner's role on each. Only an
 * administrator of the Business Center may ask; for anybody else it is unreadable.
 *
 * Source: business-api.tiktok.com portal/docs, /bc/partner/get/, /bc/partner/asset/get/ (second-hand).
 */
export async function readPartnership(
  client: Client,
  business: string,
  partner: string,
  signal: AbortSignal,
): Promise<Result<PartnershipSeen>> {
  const partners = await readPages(
    client,
    {
      endpoint: 'bc/partner/get',
      query: { bc_id: business },
      shape: Partners,
      keyOf: ({ bc_id }) => bc_id,
      enough: (rows) => rows.some(({ bc_id }) => bc_id === partner),
    },
    signal,
  );
  if (!partners.ok) return orUnreadable(partners);
  if (!partners.value.rows.some(({ bc_id }) => bc_id === partner)) {
    return { ok: true, value: { state: 'seen', partners: false, roles: new Map() } };
  }
  const assets = await readShared(client, business, partner, signal);
  if (!assets.ok) return orUnreadable(assets);
  const { rows } = assets.value;
  // Taken for no role, it would be raised or shared again.
  if (rows.some(({ role }) => role === '')) {
    return { ok: true, value: { state: 'unreadable', reason: 'TikTok lists shared ad accounts without their roles.' } };
  }
  const roles = new Map(rows.map(({ id, role }) => [id, role]));
  return { ok: true, value: { state: 'seen', partners: true, roles } };
}

/**
 * `SHARING` is what the Business Center shares and `SHARED` what it is given, as one transcription of the documentation
 * has it (second-hand). Where nothing is in the one list the other is asked too, in case it is the other way round.
 */
async function readShared(
  client: Client,
  business: string,
  partner: string,
  signal: AbortSignal,
): Promise<Read<Rows<Asset>>> {
  const shared = (type: 'SHARING' | 'SHARED') =>
    readPages(
      client,
      {
        endpoint: 'bc/partner/asset/get',
        query: { bc_id: business, partner_id: partner, asset_type: 'ADVERTISER', share_type: type },
        shape: Assets,
        keyOf: ({ id }) => id,
      },
      signal,
    );
  const ours = await shared('SHARING');
  return ours.ok && ours.value.rows.length === 0 ? shared('SHARED') : ours;
}

function orUnreadable(refused: Refused): Result<PartnershipSeen> {
  const reason = reasonOf(refused);
  return reason === undefined ? refused : { ok: true, value: { state: 'unreadable', reason } };
}
