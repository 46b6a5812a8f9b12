import {
  FIELD_PATHS,
  type FetchedConfig,
  type FieldPath,
  isConfigPath,
  type LedgerView,
  type LiveFields,
  type LiveLayer,
  type LiveValue,
  pausedCampaigns,
} from '../model/index.ts';
import type { SecondPass } from './each-layer.ts';
import type { FirstPass } from './first-pass-layer.ts';

/** Builds one live layer from API values, recorded values and unknowns. */
export function assemble(
  { desired, organization, config, ledger, known, side }: Omit<FirstPass, 'ports'>,
  second?: SecondPass,
): LiveLayer {
  const fields = second === undefined ? known : fieldsBy((path) => second.fields[path] ?? known[path]);
  return { name: desired.name, organization, ...config, ledger, ...side, ...second, fields };
}

/** The fields after the first pass. */
export function knownFields(config: FetchedConfig, ledger: LedgerView): LiveFields {
  return fieldsBy((path) => valueOf(path, config, ledger));
}

function fieldsBy(read: (path: FieldPath) => LiveValue | undefined): LiveFields {
  const fields: Partial<Record<FieldPath, LiveValue>> = {};
  for (const path of FIELD_PATHS) {
    const value = read(path);
    if (value !== undefined) fields[path] = value;
  }
  // Each value was read for its path.
  return fields as LiveFields;
}

/** API values precede the ledger. A layer that is not installed has a known absent config. */
function valueOf(path: FieldPath, config: FetchedConfig, ledger: LedgerView): LiveValue | undefined {
  const fetched = config.fields[path];
  if (fetched !== undefined) return fetched;
  if (config.installed === 'no') {
    return isConfigPath(path) ? { provenance: 'api', value: undefined } : undefined;
  }
  if (path === 'campaigns.paused') {
    const paused = pausedCampaigns(ledger);
    return paused.length === 0 ? undefined : { provenance: 'recorded', value: paused };
  }
  if (ledger.state !== 'kept') return undefined;
  const recorded = ledger.entry.config[path];
  if (recorded === undefined) return undefined;
  // `null`: a person confirmed its absence.
  return { provenance: 'recorded', value: recorded ?? undefined };
}
