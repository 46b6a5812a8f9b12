import type { DesiredLayer, LayersReader, LiveLayer, Problem, ProjectSeen, Result } from '../model/index.ts';
import { assemble, entryFor } from './assemble.ts';
import { readFurther } from './further.ts';
import type { Looked, Ports } from './looked.ts';
import { sideBySide } from './side-by-side.ts';
import { readTikTok, type TikTokSide } from './tiktok.ts';

export type { Ports } from './looked.ts';

export type LiveRead = {
  /** Only layers of which everything could be read. */
  readonly live: readonly LiveLayer[];
  /** A failed read is never an empty one: each layer that is missing from `live` has a problem here. */
  readonly problems: readonly Problem[];
};

/** Enough to keep a rate budget busy, few enough to keep memory flat. */
const MOST_AT_ONCE = 8;

/**
 * Reads everything that a plan of these layers needs, in the fewest calls: an organization a key, a project once,
 * ad accounts and spend in batches. Changes nothing.
 *
 * @param today the instant whose month counts as this month
 * @param progress called with the number of layers read so far
 */
export async function readLive(
  layers: readonly DesiredLayer[],
  portsOf: (layer: DesiredLayer) => Ports,
  today: Date,
  signal: AbortSignal,
  progress: (read: number, of: number) => void = () => {},
): Promise<LiveRead> {
  const tokens = groupBy(layers, (layer) => portsOf(layer).tiktok);
  const projects = new Map<LayersReader, Map<string, Promise<Result<ProjectSeen>>>>();
  const readProject = (reader: LayersReader, project: string): Promise<Result<ProjectSeen>> => {
    const known = projects.get(reader) ?? new Map<string, Promise<Result<ProjectSeen>>>();
    projects.set(reader, known);
    const asked = known.get(project) ?? reader.project(project, signal);
    known.set(project, asked);
    return asked;
  };
  let read = 0;
  const readLayer = async (layer: DesiredLayer): Promise<LayersSide> => {
    const side = await readLayers(layer, portsOf(layer).layers, readProject, signal);
    read += 1;
    progress(read, layers.length);
    return side;
  };

  const [layersSides, tiktokSides] = await Promise.all([
    sideBySide(layers, MOST_AT_ONCE, readLayer),
    Promise.all([...tokens].map(([reader, group]) => readTikTok(group, reader, today, MOST_AT_ONCE, signal))),
  ]);

  const tiktok = new Map<string, TikTokSide>(tiktokSides.flatMap(({ sides }) => [...sides]));
  const both = layers.flatMap((layer, index) => {
    const [side, other] = [layersSides[index], tiktok.get(layer.name)];
    return side?.ok === true && other !== undefined ? [{ layer, parts: side.value, other }] : [];
  });
  const looked = both.map(
    ({ layer, parts: { config, ledger }, other }): Looked => ({
      desired: layer,
      ports: portsOf(layer),
      config,
      ledger: entryFor(layer, config, ledger),
      side: other,
    }),
  );
  const further = await readFurther(looked, today, signal);
  const problems = [
    ...layersSides.flatMap((side) => (side.ok ? [] : side.problems)),
    ...tiktokSides.flatMap((side) => side.problems),
    ...further.problems,
  ];
  // Of a layer that something could not be read of, nothing is planned.
  const failed = new Set(further.problems.map((problem) => problem.layer));
  const live = both.flatMap(({ layer, parts, other }): readonly LiveLayer[] => {
    if (failed.has(layer.name)) return [];
    const more = further.byLayer.get(layer.name);
    return [assemble(layer, { ...parts, ...other, ...(more !== undefined && { further: more }) })];
  });
  return { live, problems: distinct(problems) };
}

type LayersSide = Result<Pick<Parameters<typeof assemble>[1], 'organization' | 'config' | 'ledger'>>;

async function readLayers(
  layer: DesiredLayer,
  reader: LayersReader,
  readProject: (reader: LayersReader, project: string) => Promise<Result<ProjectSeen>>,
  signal: AbortSignal,
): Promise<LayersSide> {
  const about = (problems: readonly Problem[]): LayersSide => ({
    ok: false,
    problems: problems.map((problem) => ({ ...problem, layer: layer.name, ...placeOf(problem, layer) })),
  });
  const organization = await reader.organization(signal);
  // A refused key is one problem, however many layers use it.
  if (!organization.ok) return { ok: false, problems: organization.problems };
  const project = await readProject(reader, layer.project);
  if (!project.ok) return about(project.problems);
  const adAccountId = layer.fields.adAccountId;
  const address = {
    project: layer.project,
    ...(layer.app !== undefined && { app: layer.app }),
    ...(typeof adAccountId === 'string' && { adAccountId }),
    wantsToggle: layer.fields['capi.enabled'] !== undefined,
  };
  const config = await reader.config(address, project.value.ledger, signal);
  if (!config.ok) return about(config.problems);
  return { ok: true, value: { organization: organization.value, config: config.value, ledger: project.value.ledger } };
}

/** A project or an app that Layers does not know stands somewhere in the document: point there. */
function placeOf(problem: Problem, layer: DesiredLayer): Pick<Problem, 'where'> {
  const path = problem.code === 'layers/app' ? 'app' : problem.code === 'api/not-found' ? 'project' : '';
  const where = problem.where ?? layer.where[path] ?? layer.where[''];
  return where === undefined ? {} : { where };
}

function groupBy<A, K>(items: readonly A[], keyOf: (item: A) => K): Map<K, A[]> {
  const groups = new Map<K, A[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Many layers can fail for one reason; it is told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...seen.values()];
}
