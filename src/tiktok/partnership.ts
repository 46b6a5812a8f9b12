import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import type { LivePartnership, Result } from '../model/index.ts';
import { readPages, type Rows } from './pages.ts';
import { Id, mentions, type Read, unreadable } from './read.ts';
import { reasonOf } from './refusal.ts';

/**
 * There is no status: a partner is listed or not.
 *
 * Source: the official SDK, yml_files/bc_partner_get.yml (documented).
 */
const Partner = z.object({ bc_id: Id });

/** The partner that is looked for: `readable` unless its id is somewhere in a row of a different shape. */
const listed = (partner: string) =>
  z.unknown().transform((row, context) => {
    const id = Partner.safeParse(row).data?.bc_id;
    if (id === partner) return { readable: true };
    if (id === undefined && mentions(row, partner)) return { readable: false };
    context.addIssue({ code: 'custom', message: 'a different partner' });
    return z.NEVER;
  });

/**
 * The role in a row is not read: whether it is the partner's or the caller's is unknown.
 *
 * Source: the official SDK, yml_files/bc_partner_asset_get.yml (documented); that the rows are those of
 * /bc/asset/get/: inferred; the other name of the id: second-hand.
 */
const Asset = z.union([
  z.object({ asset_id: Id }).transform(({ asset_id: id }) => ({ id })),
  z.object({ advertiser_id: Id }).transform(({ advertiser_id: id }) => ({ id })),
]);

type Asset = z.output<typeof Asset>;

/**
 * With whom a Business Center is a partner, and the ad accounts between the two. Only an
 * administrator of the Business Center may ask; for anybody else it is unreadable.
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
    return { ok: true, value: { state: 'seen', partners: false, accounts: new Set() } };
  }
  const assets = await readShared(client, business, partner, signal);
  if (!assets.ok) return orUnreadable(assets);
  const accounts = new Set(assets.value.rows.map(({ id }) => id));
  return { ok: true, value: { state: 'seen', partners: true, accounts } };
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
  return reason === undefined ? refused : { ok: true, value: { state: 'unreadable', reason } };
}
