import type { ConnectedAccount, LiveFields, LiveValue } from '../../model/index.ts';
import type { CapiEntry } from '../capi-status.ts';

/** No link between an account and a layer is shown, but with one of each there is nothing to mix up. */
export function accountFields(accounts: readonly ConnectedAccount[], installed: 'yes' | 'no'): LiveFields {
  const [account] = accounts;
  if (account === undefined) return installed === 'yes' ? { adAccountId: shown(undefined) } : {};
  return { adAccountId: shown(account.advertiserId), ...(account.mode !== undefined && { mode: shown(account.mode) }) };
}

/** Exactly what `capi-status` shows: `null` is seen to be absent, a member that is not there is unknown. */
export function capiFields(entry: CapiEntry | undefined): LiveFields {
  return {
    ...(entry?.pixelId !== undefined && { 'capi.pixel_id': shown(entry.pixelId ?? undefined) }),
    ...(entry?.enabled != null && { 'capi.enabled': shown(entry.enabled) }),
  };
}

function shown(value: string | boolean | undefined): LiveValue {
  return { provenance: 'api', value };
}
