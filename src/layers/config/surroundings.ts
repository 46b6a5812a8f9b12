import {
  type ConnectedAccount,
  type Ledger,
  type LiveFields,
  type LiveValue,
  ok,
  type Result,
} from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import { type CapiEntry, type LayerDefaults, readCapiStatus, readDefaults } from '../layer-status.ts';
import { noSuchProject } from '../organization.ts';
import { combineReads, orNone } from '../request.ts';
import { readSdkApps, type SdkApp } from '../sdk-apps.ts';
import type { ConfigTools } from './port.ts';

export type Surroundings = {
  readonly accounts: readonly ConnectedAccount[];
  readonly defaults: LayerDefaults | undefined;
  readonly entries: readonly CapiEntry[];
  /** `undefined` if they were not requested. */
  readonly apps: readonly SdkApp[] | undefined;
};

export async function readSurroundings(
  { client, organization }: ConfigTools,
  project: string,
  needsApps: boolean,
  signal: AbortSignal,
): Promise<Result<Surroundings>> {
  const [accounts, defaults, capi, apps] = await Promise.all([
    readAccounts(client, project, signal),
    readDefaults(client, project, signal),
    readCapiStatus(client, project, signal),
    needsApps ? readSdkApps(client, project, signal) : ok(undefined),
  ]);
  // Every project has this list: if it is not found, the project is missing.
  if (!accounts.ok && accounts.problems[0].code === 'api/not-found') {
    return noSuchProject(accounts, project, organization());
  }
  const all = combineReads(accounts, orNone(defaults), orNone(capi), apps);
  if (!all.ok) return all;
  const [connected, layer, entries = [], sdkApps] = all.value;
  return ok({ accounts: connected, defaults: layer, entries, apps: sdkApps });
}

/** The API returns no link between an account and a layer, but there is one of each. */
export function accountFields(accounts: readonly ConnectedAccount[], installed: 'yes' | 'no'): LiveFields {
  const [account] = accounts;
  if (account === undefined) return installed === 'yes' ? { adAccountId: shown(undefined) } : {};
  return { adAccountId: shown(account.advertiserId), ...(account.mode !== undefined && { mode: shown(account.mode) }) };
}

/** `null` is known to be absent, a missing member is unknown. */
export function capiFields(entry: CapiEntry | undefined): LiveFields {
  return {
    ...(entry?.pixelId !== undefined && { 'capi.pixel_id': shown(entry.pixelId ?? undefined) }),
    ...(entry?.enabled != null && { 'capi.enabled': shown(entry.enabled) }),
  };
}

function shown(value: string | boolean | undefined): LiveValue {
  return { provenance: 'api', value };
}

/**
 * Whether a project may have several TikTok layers. If so, which one `capi-status` and `defaults` describe is unknown.
 *
 * Source: developers.layers.com docs/layers/install (one layer per ad account: documented); docs/api/reference/ads
 * (silent on which layer is shown).
 */
export function hasSeveralLayers(accounts: readonly ConnectedAccount[], ledger: Ledger): boolean {
  return accounts.length > 1 || layersIn(ledger).size > 1;
}

/** By ad account if known, because a moving layer can have two keys. */
function layersIn(ledger: Ledger): ReadonlySet<string> {
  return new Set(
    Object.entries(ledger.entries).map(([key, view]) => {
      const account = view.state === 'kept' ? view.entry.config.adAccountId : undefined;
      return account ?? key;
    }),
  );
}

/** The layer id of an ad account in the ledger, if any. */
export function layerInLedger(ledger: Ledger, adAccountId: string | undefined): string | undefined {
  if (adAccountId === undefined) return undefined;
  const found = Object.entries(ledger.entries).find(
    ([key, view]) => !/^\d+$/.test(key) && view.state === 'kept' && view.entry.config.adAccountId === adAccountId,
  );
  return found?.[0];
}
