import type { ConnectedAccount, LiveFields, LiveValue } from '../../model/index.ts';
import type { CapiEntry } from '../capi-status.ts';

/** The API returns no link between an account and a layer. If there is one of each, the link is clear. */
export function accountFields(accounts: readonly ConnectedAccount[], installed: 'yes' | 'no'): LiveFields {
  const [account] = accounts;
  if (account === undefined) return installed === 'yes' ? { adAccountId: shown(undefined) } : {};
  return { adAccountId: shown(account.advertiserId), ...(account.mode !== undefined && { mode: shown(account.mode) }) };
}

/** Fields from `capi-status`: `null` is known to be absent, a missing member is unknown. */
export function capiFields(entry: CapiEntry | undefined): LiveFields {
  return {
    ...(entry?.pixelId !== undefined && { 'capi.pixel_id': shown(entry.pixelId ?? undefined) }),
    ...(entry?.enabled != null && { 'capi.enabled': shown(entry.enabled) }),
  };
}

function shown(value: string | boolean | undefined): LiveValue {
  return { provenance: 'api', value };
}
