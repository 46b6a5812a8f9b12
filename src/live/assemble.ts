import {
  CONFIG_PATHS,
  type DesiredLayer,
  FIELD_PATHS,
  type FieldPath,
  type Ledger,
  type LedgerView,
  ledgerView,
  type LiveAccount,
  type FetchedConfig,
  type LiveLayer,
  type LivePixel,
  type LiveValue,
  type Money,
  pausedCampaigns,
} from '../model/index.ts';
import type { SecondPass } from './looked.ts';

/** Data of one layer from the APIs and the ledger. */
export type Parts = {
  readonly organization: string;
  readonly config: FetchedConfig;
  readonly ledger: Ledger;
  readonly account: LiveAccount;
  readonly pixel: LivePixel;
  readonly spend?: Money;
  /** Results that only some layers need. */
  readonly further?: SecondPass;
};

/** Builds one live layer from API values, recorded values and unknowns. */
export function assemble(desired: DesiredLayer, parts: Parts): LiveLayer {
  const { config, account, pixel, organization } = parts;
  const ledger = entryFor(desired, config, parts.ledger);
  const { fields: shown = {}, ...further } = parts.further ?? {};
  const fields: Partial<Record<FieldPath, LiveValue>> = {};
  for (const path of FIELD_PATHS) {
    const seen = shown[path] ?? seenOf(path, config, ledger);
    if (seen !== undefined) fields[path] = seen;
  }
  return {
    name: desired.name,
    organization,
    installed: config.installed,
    ...(config.layerId !== undefined && { layerId: config.layerId }),
    fields,
    writable: config.writable,
    unknownKeys: config.unknownKeys,
    accounts: config.accounts,
    ...(config.toggleApp !== undefined && { toggleApp: config.toggleApp }),
    ambiguous: config.ambiguous,
    ...(config.capi !== undefined && { capi: config.capi }),
    killSwitch: config.killSwitch,
    ledger,
    account,
    pixel,
    ...(parts.spend !== undefined && { spend: parts.spend }),
    ...further,
  };
}

/**
 * API values take precedence over the ledger. A layer that is not installed has a known absent config, not an unknown
 * one.
 */
function seenOf(path: FieldPath, config: FetchedConfig, ledger: LedgerView): LiveValue | undefined {
  const shown = config.fields[path];
  if (shown !== undefined) return shown;
  if (config.installed === 'no') {
    return (CONFIG_PATHS as readonly FieldPath[]).includes(path) ? { provenance: 'api', value: undefined } : undefined;
  }
  if (path === 'campaigns.paused') {
    const paused = pausedCampaigns(ledger);
    return paused.length === 0 ? undefined : { provenance: 'recorded', value: paused };
  }
  if (ledger.state !== 'kept') return undefined;
  const recorded = ledger.entry.config[path];
  if (recorded === undefined) return undefined;
  // `null` in the ledger: a person confirmed that the member does not exist.
  return { provenance: 'recorded', value: recorded === null ? undefined : recorded };
}

/** This layer's entry in the project's ledger. */
export function entryFor(desired: DesiredLayer, config: FetchedConfig, ledger: Ledger): LedgerView {
  return ledgerView(ledger, config.layerId, text(desired.fields.adAccountId));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
