import {
  type ConnectedAccount,
  type LayerAddress,
  type Ledger,
  type LiveFields,
  type LiveValue,
  type NeededConfig,
  ok,
  recordedFields,
  type Result,
} from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import { type CapiEntry, type LayerDefaults, readCapiStatus, readDefaults } from '../layer-status.ts';
import { noSuchProject } from '../organization.ts';
import { combineReads, orNone } from '../request.ts';
import type { ConfigTools } from './port.ts';

/** Read for every layer. */
export type Surroundings = {
  readonly accounts: readonly ConnectedAccount[];
  /** Of the relay. Empty if it was not requested. */
  readonly entries: readonly CapiEntry[];
};

/** `none`: Layers has none. `unread`: they were not requested. */
export type KnownDefaults = LayerDefaults | 'none' | 'unread';

export const readAll: NeededConfig = async () => ({ defaults: true, apps: true });

export async function readSurroundings(
  tools: ConfigTools,
  { project, adAccountId }: Pick<LayerAddress, 'project' | 'adAccountId'>,
  needsRelay: boolean,
  signal: AbortSignal,
): Promise<Result<Surroundings>> {
  const [accounts, relay] = await Promise.all([
    readAccounts(tools.client, project, signal, adAccountId),
    needsRelay ? readRelay(tools, project, signal) : ok([]),
  ]);
  // Every project has this list: if it is not found, the project is missing.
  if (!accounts.ok && accounts.problems[0].code === 'api/not-found') {
    return noSuchProject(accounts, project, tools.organization());
  }
  const all = combineReads(accounts, relay);
  return all.ok ? ok({ accounts: all.value[0], entries: all.value[1] }) : all;
}

export async function readRelay(
  { client }: ConfigTools,
  project: string,
  signal: AbortSignal,
): Promise<Result<readonly CapiEntry[]>> {
  const reading = orNone(await readCapiStatus(client, project, signal));
  return reading.ok ? ok(reading.value ?? []) : reading;
}

export async function readKnownDefaults(
  { client }: ConfigTools,
  project: string,
  signal: AbortSignal,
): Promise<Result<KnownDefaults>> {
  const reading = orNone(await readDefaults(client, project, signal));
  return reading.ok ? ok(reading.value ?? 'none') : reading;
}

/** `undefined` if there is none, or it was not read. */
export function shownDefaults(defaults: KnownDefaults): LayerDefaults | undefined {
  return typeof defaults === 'string' ? undefined : defaults;
}

/**
 * The layer's id in the ledger, if what Layers shows agrees with it: a layer whose relay is set up, or one without a
 * relay whose ad account is connected (inferred). Otherwise the layer may have been removed.
 */
export function recordedLayer(
  { layer, adAccountId }: LayerAddress,
  ledger: Ledger,
  { accounts, entries }: Surroundings,
): string | undefined {
  const id = layerInLedger(ledger, adAccountId);
  const view = id === undefined ? undefined : ledger.entries[id];
  if (view === undefined || (layer !== undefined && layer !== id)) return undefined;
  const recorded = recordedFields(view);
  const hasRelay = recorded['capi.enabled'] === true || (recorded['capi.pixel_id'] ?? '') !== '';
  const isConnected = accounts.some(({ advertiserId }) => advertiserId === adAccountId);
  return showsLayer(entries[0]) || (isConnected && !hasRelay) ? id : undefined;
}

/**
 * Without a TikTok layer, capi-status may return no entry or an empty one (unknown). So an entry proves a layer only if
 * something in it is set.
 */
export function showsLayer(entry: CapiEntry | undefined): boolean {
  return entry !== undefined && (entry.enabled === true || (entry.pixelId ?? '') !== '');
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

/** The layer id of an ad account in the ledger. None if there are several: all but one belong to removed layers. */
export function layerInLedger(ledger: Ledger, adAccountId: string | undefined): string | undefined {
  if (adAccountId === undefined) return undefined;
  const [found, another] = Object.entries(ledger.entries).filter(
    ([key, view]) => !/^\d+$/.test(key) && view.state === 'kept' && view.entry.config.adAccountId === adAccountId,
  );
  return another === undefined ? found?.[0] : undefined;
}
