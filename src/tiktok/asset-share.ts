import type { Client } from '../http/index.ts';
import { type LiveAssetShare, ok, type Result, type SharedAsset } from '../model/index.ts';
import { findPartner } from './partner-row.ts';
import { forbiddenReason } from './request.ts';

/**
 * Whether the owning Business Center shares a pixel or a TikTok account with a partner. A row proves the share; the
 * level is not shown. An asset that the Business Center does not own is refused, which does not mean "not shared".
 *
 * Source: SDK bc_asset_partner_get.yml (documented: both types, numeric ids); only for administrators (second-hand).
 */
export async function readAssetShare(
  client: Client,
  { business, partner, type, id }: SharedAsset,
  signal: AbortSignal,
): Promise<Result<LiveAssetShare>> {
  const query = { bc_id: business, asset_type: type, asset_id: id };
  const listed = await findPartner(client, { endpoint: 'bc/asset/partner/get', query }, partner, signal);
  if (listed.ok) return ok({ state: 'seen', shared: listed.value });
  const reason = forbiddenReason(listed);
  return reason === undefined ? listed : ok({ state: 'unreadable', reason });
}
