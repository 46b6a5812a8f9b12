import {
  type DesiredLayer,
  type FetchedConfig,
  groupBy,
  type LayersReader,
  type Ledger,
  ledgerView,
  type LiveAccount,
  type LiveLayer,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  memoize,
  type NeededReads,
  ok,
  type Problem,
  recentPixelCheck,
  type Result,
} from '../model/index.ts';
import { assemble, knownFields } from './assemble.ts';
import type { Failure } from './failures.ts';
import type { FirstPass, Ports } from './first-pass-layer.ts';
import { accountOf, type NeedyLayer, readAccounts, readTikTok, type TikTokSide } from './tiktok.ts';

/** Layers read in both APIs. The others are in `failures`. */
type FirstPassRead = { readonly layers: readonly FirstPass[]; readonly failures: readonly Failure[] };

/**
 * Reads each organization once per key, each project once, accounts and spend in batches, and the rest only if a
 * decision depends on it.
 *
 * @param decide called with what is known of a layer so far
 * @param progress called with the number of layers read so far
 */
export async function readFirstPass(
  layers: readonly DesiredLayer[],
  portsOf: (layer: DesiredLayer) => Ports,
  decide: Decide,
  today: Date,
  signal: AbortSignal,
  progress: (read: number, of: number) => void,
): Promise<FirstPassRead> {
  const groups = [...groupBy(layers, (layer) => portsOf(layer).tiktok)];
  const accountsBy = new Map(groups.map(([reader, group]) => [reader, readAccounts(group, reader, signal)]));
  const accountFor = async (layer: DesiredLayer) =>
    accountOf(layer, (await accountsBy.get(portsOf(layer).tiktok)) ?? new Map());
  const readLayer = layersSideReader(accountFor, decide, signal);
  let read = 0;
  const [layersSides] = await Promise.all([
    mapConcurrently(layers, MAX_CONCURRENT_READS, async (layer) => {
      const side = await readLayer(layer, portsOf(layer).layers);
      read += 1;
      progress(read, layers.length);
      return { layer, side };
    }),
    ...accountsBy.values(),
  ]);
  const sideByName = new Map(layersSides.map(({ layer, side }) => [layer.name, side]));
  const tiktokSides = await Promise.all(
    [...accountsBy].map(async ([reader, accounts]) => {
      const group = layers.filter((layer) => portsOf(layer).tiktok === reader);
      return readTikTok(group.map(needyLayer), await accounts, reader, today, signal);
    }),
  );
  const tiktok = new Map(tiktokSides.flatMap(({ sides }) => [...sides]));
  return {
    layers: layersSides.flatMap(({ layer, side: read }): readonly FirstPass[] => {
      const side = tiktok.get(layer.name);
      if (!read.ok || side === undefined) return [];
      const { needed: _, ...known } = read.value;
      return [{ desired: layer, ports: portsOf(layer), ...known, side }];
    }),
    failures: [
      ...layersSides.flatMap(({ layer, side }) =>
        side.ok ? [] : side.problems.map((problem): Failure => ({ layer, api: 'layers', missing: 'layer', problem })),
      ),
      ...tiktokSides.flatMap(({ failures }) => failures),
    ],
  };

  /** A layer that was not read at Layers is not planned. */
  function needyLayer(desired: DesiredLayer): NeedyLayer {
    const side = sideByName.get(desired.name);
    if (side?.ok !== true) return { desired, needed: NO_READS, pixelCheck: undefined };
    const { needed, ledger } = side.value;
    return { desired, needed, pixelCheck: recentPixelCheck(ledger, desired.fields, today) };
  }
}

/** Which reads a decision about a layer depends on. */
export type Decide = (layer: DesiredLayer, known: LiveLayer) => NeededReads;

const NO_READS: NeededReads = {
  defaults: false,
  apps: false,
  pixel: false,
  spend: false,
  exactSpend: false,
  events: false,
};

type LayersSide = Omit<FirstPass, 'desired' | 'ports' | 'side'> & { readonly needed: NeededReads };

/** Reads each organization and project once, even if that fails. */
function layersSideReader(
  accountFor: (layer: DesiredLayer) => Promise<Result<LiveAccount>>,
  decide: Decide,
  signal: AbortSignal,
): (layer: DesiredLayer, reader: LayersReader) => Promise<Result<LayersSide>> {
  const organizationOf = memoize((reader: LayersReader) => reader.organization(signal));
  // Without the metadata of others, which no plan needs.
  const ledgerOf = memoize(async (reader: LayersReader, project = ''): Promise<Result<Ledger>> => {
    const read = await reader.project(project, signal);
    return read.ok ? ok(read.value.ledger) : read;
  });
  return async (layer, reader) => {
    const organization = await organizationOf(reader);
    if (!organization.ok) return organization;
    const known = await ledgerOf(reader, layer.project);
    if (!known.ok) return located(known.problems, layer);
    const ledger = known.value;
    const adAccountId = layer.fields.adAccountId;
    const address = {
      project: layer.project,
      ...(layer.layer !== undefined && { layer: layer.layer }),
      ...(layer.app !== undefined && { app: layer.app }),
      ...(typeof adAccountId === 'string' && { adAccountId }),
      wantsToggle: layer.fields['capi.enabled'] !== undefined,
    };
    const sideOf = async (config: FetchedConfig): Promise<LayersSide> => {
      const id = typeof adAccountId === 'string' ? adAccountId : undefined;
      const view = ledgerView(ledger, config.layerId, id);
      const side = { organization: organization.value, config, ledger: view, known: knownFields(config, view) };
      const account = await accountFor(layer);
      if (!account.ok) return { ...side, needed: NO_READS };
      const tiktok: TikTokSide = { account: account.value, pixel: { state: 'unasked' } };
      return { ...side, needed: decide(layer, assemble({ desired: layer, ...side, side: tiktok })) };
    };
    // Asked again for the same config, while nothing more was read.
    let last: LayersSide | undefined;
    const latest = async (config: FetchedConfig): Promise<LayersSide> => {
      if (config !== last?.config) last = await sideOf(config);
      return last;
    };
    const config = await reader.config(address, ledger, signal, async (found) => (await latest(found)).needed);
    return config.ok ? ok(await latest(config.value)) : located(config.problems, layer);
  };
}

/** Adds the location of an unknown project or app in the document. */
function located(problems: readonly Problem[], layer: DesiredLayer): Result<never> {
  return {
    ok: false,
    problems: problems.map((problem) => {
      const path = problem.code === 'layers/app' ? 'app' : problem.code === 'api/not-found' ? 'project' : '';
      const location = problem.location ?? layer.location[path] ?? layer.location[''];
      return { ...problem, ...(location && { location }) };
    }),
  };
}
