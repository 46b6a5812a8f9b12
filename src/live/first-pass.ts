import {
  type DesiredLayer,
  type FetchedConfig,
  groupBy,
  type LayersReader,
  type LedgerView,
  ledgerView,
  type LiveProject,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  memoize,
  ok,
  type Problem,
  type Result,
  type TikTokReader,
} from '../model/index.ts';
import type { Failure, Hosts } from './failures.ts';
import { readTikTok, type TikTokSide } from './tiktok.ts';

/** Both APIs with one layer's credentials. Layers with equal credentials share the object. */
export type Ports = {
  readonly layers: LayersReader;
  readonly tiktok: TikTokReader;
  /** For messages: `api.layers.com`, with a port if there is one. */
  readonly hosts: Hosts;
  /** Layers' own Business Center, if set: the partner in agency mode. */
  readonly partner?: string;
  /** The Spark code in a variable. */
  readonly codeOf: (variable: string) => string | undefined;
};

/** One layer after the first pass, which determines further requests. */
export type FirstPass = {
  readonly desired: DesiredLayer;
  readonly ports: Ports;
  readonly organization: string;
  readonly config: FetchedConfig;
  readonly ledger: LedgerView;
  readonly side: TikTokSide;
};

/** Layers read in both APIs. The others are in `failures`. */
type FirstPassRead = { readonly layers: readonly FirstPass[]; readonly failures: readonly Failure[] };

/**
 * Reads each organization once per key, each project once, accounts and spend in batches.
 *
 * @param progress called with the number of layers read so far
 */
export async function readFirstPass(
  layers: readonly DesiredLayer[],
  portsOf: (layer: DesiredLayer) => Ports,
  today: Date,
  signal: AbortSignal,
  progress: (read: number, of: number) => void,
): Promise<FirstPassRead> {
  const readLayer = layersSideReader(signal);
  let read = 0;
  const [layersSides, tiktokSides] = await Promise.all([
    mapConcurrently(layers, MAX_CONCURRENT_READS, async (layer) => {
      const side = await readLayer(layer, portsOf(layer).layers);
      read += 1;
      progress(read, layers.length);
      return { layer, side };
    }),
    Promise.all(
      [...groupBy(layers, (layer) => portsOf(layer).tiktok)].map(([reader, group]) =>
        readTikTok(group, reader, today, signal),
      ),
    ),
  ]);
  const tiktok = new Map(tiktokSides.flatMap(({ sides }) => [...sides]));
  return {
    layers: layersSides.flatMap(({ layer, side: read }): readonly FirstPass[] => {
      const side = tiktok.get(layer.name);
      return read.ok && side !== undefined ? [{ desired: layer, ports: portsOf(layer), ...read.value, side }] : [];
    }),
    failures: [
      ...layersSides.flatMap(({ layer, side }) =>
        side.ok ? [] : side.problems.map((problem): Failure => ({ layer, api: 'layers', missing: 'layer', problem })),
      ),
      ...tiktokSides.flatMap(({ failures }) => failures),
    ],
  };
}

type LayersSide = Pick<FirstPass, 'organization' | 'config' | 'ledger'>;

/** Reads each organization and project once, even if that fails. */
function layersSideReader(
  signal: AbortSignal,
): (layer: DesiredLayer, reader: LayersReader) => Promise<Result<LayersSide>> {
  const organizationOf = memoize((reader: LayersReader) => reader.organization(signal));
  const projectOf = memoize(
    (reader: LayersReader, project = ''): Promise<Result<LiveProject>> => reader.project(project, signal),
  );
  return async (layer, reader) => {
    const organization = await organizationOf(reader);
    if (!organization.ok) return organization;
    const project = await projectOf(reader, layer.project);
    if (!project.ok) return located(project.problems, layer);
    const adAccountId = layer.fields.adAccountId;
    const address = {
      project: layer.project,
      ...(layer.layer !== undefined && { layer: layer.layer }),
      ...(layer.app !== undefined && { app: layer.app }),
      ...(typeof adAccountId === 'string' && { adAccountId }),
      wantsToggle: layer.fields['capi.enabled'] !== undefined,
    };
    const { ledger } = project.value;
    const config = await reader.config(address, ledger, signal);
    if (!config.ok) return located(config.problems, layer);
    const { layerId } = config.value;
    const view = ledgerView(ledger, layerId, typeof adAccountId === 'string' ? adAccountId : undefined);
    return ok({ organization: organization.value, config: config.value, ledger: view });
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
