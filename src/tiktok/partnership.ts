import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { type LivePartnership, ok, type Result } from '../model/index.ts';
import { readPages, type Rows } from './pages.ts';
import { Id, mentions, type Read, unreadable } from './read.ts';
import { reasonOf } from './refusal.ts';

/**
 * TikTok returns no status: a partner is listed or not.
 *
 * Source: the official SDK, yml_files/bc_partner_get.yml (documented).
 */
const Partner = z.object({ bc_id: Id });

/** The row of the given partner; `readable` unless the id is only found in a row of a different shape. */
const listed = (partner: string) =>
  z.unknown().transform((row, context) => {
    const id = Partner.safeParse(row).data?.bc_id;
    if (id === partner) return { readable: true };
    if (id === undefined && mentions(row, partner)) return { readable: false };
    context.addIssue({ code: 'custom', message: 'a different partner' });
    return z.NEVER;
  });

/**
 * The role in a row is not read: it is unknown whether it is the role of the partner or of the caller.
 *
 * Source: the official SDK, yml_files/bc_partner_asset_get.yml (documented); that the rows are those of /bc/asset/get/:
 * inferred; the other name of the id: second-hand.
 */
const Asset = z.union([
  z.object({ asset_id: Id }).transform(({ asset_id: id }) => ({ id })),
  z.object({ advertiser_id: Id }).transform(({ advertiser_id: id }) => ({ id })),
]);

type Asset = z.output<typeof Asset>;

/**
 * Whether two Business Centers are partners, and the ad accounts shared between them. Only readable for an
 * administrator of the Business Center.
 *
 * Source: business-api.tiktok.com portal/docs, /bc/partner/get/, /bc/partner/asset/get/ (second-hand).
 */
export async function readPartnership(
  client: Client,
  business: string,
  partner: string,
  signal: AbortSignal,
): Promise<Result<LivePartnership>> {
  const partners = await readPages(
    client,
    {
      endpoint: 'bc/partner/get',
      query: { bc_id: business },
      row: listed(partner),
      keyOf: ({ readable }) => String(readable),
      enough: (rows) => rows.some(({ readable }) => readable),
    },
    signal,
  );
  if (!partners.ok) return orUnreadable(partners);
  const rows = partners.value.rows;
  if (!rows.some(({ readable }) => readable)) {
    if (rows.length > 0) return unreadable(`TikTok lists the partner ${partner} in a form that is not documented.`);
    return ok({ state: 'seen', partners: false, accounts: new Set() });
  }
  const assets = await readShared(client, business, partner, signal);
  if (!assets.ok) return orUnreadable(assets);
  const accounts = new Set(assets.value.rows.map(({ id }) => id));
  return ok({ state: 'seen', partners: true, accounts });
}

/**
 * `SHARING` lists the accounts that the Business Center shares, `SHARED` those shared with it, according to one
 * transcription of the documentation (second-hand). If the first list is empty, the second is read too, in case the
 * meaning is reversed.
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
        row: Asset,
        keyOf: ({ id }) => id,
      },
      signal,
    );
  const ours = await shared('SHARING');
  return ours.ok && ours.value.rows.length === 0 ? shared('SHARED') : ours;
}

function orUnreadable(refused: ApiFailure): Result<LivePartnership> {
  const reason = reasonOf(refused);
  return reason === undefined ? refused : ok({ state: 'unreadable', reason });
}
