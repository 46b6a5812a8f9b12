import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { type AccountShare, type LivePartnership, ok, type Result } from '../model/index.ts';
import { readPages, type Rows } from './pages.ts';
import { findPartner } from './partner-row.ts';
import { forbiddenReason, Id, type ReadResult, write } from './request.ts';

/**
 * The role is not read: it may be that of the partner or of the caller (unknown).
 *
 * Source: SDK bc_partner_asset_get.yml (documented); rows as in /bc/asset/get/ (inferred); `advertiser_id`
 * (second-hand).
 */
const Asset = z.union([
  z.object({ asset_id: Id }).transform(({ asset_id: id }) => ({ id })),
  z.object({ advertiser_id: Id }).transform(({ advertiser_id: id }) => ({ id })),
]);

type Asset = z.output<typeof Asset>;

/**
 * Only administrators of the Business Center can read it.
 *
 * Source: /bc/partner/get/, /bc/partner/asset/get/ (second-hand).
 */
export async function readPartnership(
  client: Client,
  business: string,
  partner: string,
  signal: AbortSignal,
): Promise<Result<LivePartnership>> {
  const listed = await findPartner(client, { endpoint: 'bc/partner/get', query: { bc_id: business } }, partner, signal);
  if (!listed.ok) return orUnreadable(listed);
  if (!listed.value) return ok({ state: 'seen', partners: false, accounts: new Set() });
  const assets = await readSharedAccounts(client, business, partner, signal);
  if (!assets.ok) return orUnreadable(assets);
  const accounts = new Set(assets.value.rows.map(({ id }) => id));
  return ok({ state: 'seen', partners: true, accounts });
}

/**
 * `SHARING`: accounts that the Business Center shares (second-hand). If empty, `SHARED` is read too, in case the
 * meaning is reversed.
 */
async function readSharedAccounts(
  client: Client,
  business: string,
  partner: string,
  signal: AbortSignal,
): Promise<ReadResult<Rows<Asset>>> {
  const readType = (type: 'SHARING' | 'SHARED') =>
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
  const ours = await readType('SHARING');
  return ours.ok && ours.value.rows.length === 0 ? readType('SHARED') : ours;
}

function orUnreadable(refused: ApiFailure): Result<LivePartnership> {
  const reason = forbiddenReason(refused);
  return reason === undefined ? refused : ok({ state: 'unreadable', reason });
}

/**
 * Creates the partnership if needed. Pixels and identities cannot be shared this way. Repeating has no effect, or raises
 * the role. After success the partner may not see the account yet, or not have accepted (second-hand).
 *
 * Source: SDK bc_partner_add.yml (documented); repeating: ads.tiktok.com help, partners (documented for people,
 * inferred for the API).
 */
export async function shareAccount(client: Client, share: AccountShare, signal: AbortSignal): Promise<Result<void>> {
  const written = await write(
    client,
    {
      endpoint: 'bc/partner/add',
      body: {
        bc_id: share.business,
        partner_id: share.partner,
        asset_type: 'ADVERTISER',
        asset_ids: [share.advertiserId],
        // The default is ANALYST, who may not advertise.
        advertiser_role: share.role,
      },
    },
    signal,
  );
  return written.ok ? ok(undefined) : written;
}
