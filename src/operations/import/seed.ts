import type { Ports } from '../../live/index.ts';
import {
  type DesiredLayer,
  DOCUMENT_PATHS,
  FIELDS,
  type Fields,
  type FetchedConfig,
  type Ledger,
  type LedgerView,
  ledgerView,
  type Problem,
  recordedFields,
  TIKTOK_ADS_TEMPLATE,
  type Value,
} from '../../model/index.ts';
import type { Candidate } from './candidate.ts';

/** Result of the first reads of a project. */
export type Seed =
  /** `layer`: enough to read everything about the layer, as if it were a document. */
  | { readonly state: 'layer'; readonly layer: DesiredLayer }
  | { readonly state: 'skipped'; readonly reason: 'no-layer' | 'no-account' }
  | { readonly state: 'failed'; readonly problems: readonly Problem[] };

/**
 * Reads a project and its ledger to find out which ad account, pixel and Business Center to read at TikTok. A failed
 * read gives a layer without fields: reading it again returns the same failure.
 *
 * @param pasted fields of a pasted config
 */
export async function seedOf(
  candidate: Candidate,
  { layers: reader }: Pick<Ports, 'layers'>,
  pasted: Fields,
  signal: AbortSignal,
): Promise<Seed> {
  const { document, project } = candidate;
  const organization = await reader.organization(signal);
  const live = organization.ok ? await reader.project(project, signal) : undefined;
  if (live?.ok !== true) return { state: 'layer', layer: layerOf(candidate, {}) };
  const { ledger } = live.value;
  const address = {
    project,
    ...(document?.layer !== undefined && { layer: document.layer }),
    ...(document?.app !== undefined && { app: document.app }),
    ...accountOf(document, ledger),
    wantsToggle: false,
  };
  const config = await reader.config(address, ledger, signal);
  if (document === undefined && !config.ok && config.problems.some(({ code }) => code === 'layers/layer-unknown')) {
    return { state: 'failed', problems: [severalLayers(candidate)] };
  }
  if (!config.ok) return { state: 'layer', layer: layerOf(candidate, document?.fields ?? {}) };
  const { accounts, installed, layerId } = config.value;
  if (installed === 'no') return { state: 'skipped', reason: 'no-layer' };
  if (document === undefined && (accounts.length > 1 || entryCount(ledger) > 1)) {
    return { state: 'failed', problems: [severalLayers(candidate)] };
  }
  const account = document?.fields.adAccountId ?? accounts[0]?.advertiserId;
  const fields = seedFields(document, config.value, ledgerView(ledger, layerId, account), pasted);
  if (fields.adAccountId === undefined) return { state: 'skipped', reason: 'no-account' };
  return { state: 'layer', layer: layerOf(candidate, fields) };
}

/** Without the toggle, which needs one more read: only a document that has it needs that. */
function seedFields(
  document: DesiredLayer | undefined,
  { fields }: FetchedConfig,
  ledger: LedgerView,
  pasted: Fields,
): Fields {
  const recorded = recordedFields(ledger);
  const known = DOCUMENT_PATHS.filter((path) => path !== 'spark').flatMap((path): readonly [string, Value][] => {
    const shown = fields[path];
    const own = document?.fields[path];
    if (path === 'capi.enabled') return own === undefined ? [] : [[path, own]];
    const value =
      shown !== undefined && shown.provenance !== 'unknown'
        ? shown.value
        : (pasted[path] ?? (recorded[path] === undefined ? own : recorded[path]));
    return value === undefined || value === null || !FIELDS[path].is(value) ? [] : [[path, value]];
  });
  // Each value is of the type of its path.
  return Object.fromEntries(known);
}

function layerOf({ name, file, project, credentials, document }: Candidate, fields: Fields): DesiredLayer {
  if (document !== undefined) return { ...document, fields, spark: [] };
  const template = TIKTOK_ADS_TEMPLATE;
  return { name, file, template, project, fields, spark: [], protected: false, location: {}, credentials };
}

/** With a config endpoint, the account in the ledger identifies the layer. */
function accountOf(document: DesiredLayer | undefined, { entries }: Ledger): { readonly adAccountId?: string } {
  if (document?.fields.adAccountId !== undefined) return { adAccountId: document.fields.adAccountId };
  const [only, another] = Object.values(entries);
  const account = only === undefined || another !== undefined ? undefined : recordedFields(only).adAccountId;
  return typeof account === 'string' ? { adAccountId: account } : {};
}

function entryCount({ entries }: Ledger): number {
  return Object.keys(entries).length;
}

function severalLayers({ name, project }: Candidate): Problem {
  return {
    code: 'import/several-layers',
    layer: name,
    message: `Project ${project} has several TikTok layers or ad accounts, and no API shows which values belong to which layer.`,
    remedy:
      'Write one document for each layer, with layer: ID (the last part of its address in the dashboard), and import again: values that are known update it.',
  };
}
