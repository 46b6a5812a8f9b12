import { readLive } from '../../live/index.ts';
import type { Machine } from '../../machine.ts';
import {
  type Fields,
  fail,
  type LiveLayer,
  mapConcurrently,
  MAX_CONCURRENT_READS,
  ok,
  type Problem,
  type Result,
} from '../../model/index.ts';
import type { SurveyAccess } from '../open-apis.ts';
import type { Candidate, ReadCandidate } from './candidate.ts';
import { type LayerImport, notImported } from './layer-import.ts';
import { contradictions, type LiveValues, liveValues } from './live-values.ts';
import { seedOf } from './seed.ts';

export type ReadCandidates = {
  readonly layers: readonly ReadCandidate[];
  /** Layers that end here. */
  readonly others: readonly LayerImport[];
  /** Of failed reads, one per cause. */
  readonly problems: readonly Problem[];
};

/** Reads layers as a plan of their documents would. */
export async function readCandidates(
  candidates: readonly Candidate[],
  pasted: ReadonlyMap<string, Result<Fields>>,
  { portsOf }: SurveyAccess,
  machine: Pick<Machine, 'now' | 'stop' | 'activity'>,
): Promise<ReadCandidates> {
  const { stop } = machine;
  const others: LayerImport[] = [];
  let read = 0;
  const seeds = await mapConcurrently(candidates, MAX_CONCURRENT_READS, async (candidate) => {
    const config = pasted.get(candidate.name);
    const seed =
      config?.ok === false
        ? ({ state: 'failed', problems: config.problems } as const)
        : await seedOf(candidate, portsOf(candidate), config?.value ?? {}, stop);
    machine.activity?.task('Reading projects', (read += 1), candidates.length);
    return { candidate, seed, fields: config?.ok === true ? config.value : undefined };
  });
  for (const { candidate, seed } of seeds) {
    if (seed.state === 'layer') continue;
    const reason = seed.state === 'skipped' ? seed.reason : undefined;
    const problems = seed.state === 'failed' ? seed.problems : [];
    others.push({ layer: notImported(candidate, seed.state, reason), problems });
  }
  const layers = seeds.flatMap(({ seed }) => (seed.state === 'layer' ? [seed.layer] : []));
  const { live, problems } = await readLive(layers, portsOf, machine.now(), stop, (done, of) =>
    machine.activity?.task('Reading layers', done, of),
  );
  const liveByName = new Map(live.map((layer) => [layer.name, layer]));
  const finished = await mapConcurrently(seeds, MAX_CONCURRENT_READS, async ({ candidate, seed, fields }) => {
    const found = liveByName.get(candidate.name);
    if (seed.state !== 'layer') return [];
    if (found === undefined) {
      others.push({ layer: notImported(candidate, 'failed'), problems: [] });
      return [];
    }
    const known = await knownOf(candidate, found, fields, portsOf(candidate), stop);
    if (known.ok) return [{ candidate, live: found, known: known.value, ...(fields && { pasted: fields }) }];
    others.push({ layer: notImported(candidate, 'failed'), problems: known.problems });
    return [];
  });
  return { layers: finished.flat(), others, problems };
}

/** The toggle is known only if it is clear which SDK app has it: a document with it needs one more read. */
async function knownOf(
  { document, project, name }: Candidate,
  live: LiveLayer,
  pasted: Fields | undefined,
  { layers: reader }: ReturnType<SurveyAccess['portsOf']>,
  signal: AbortSignal,
): Promise<Result<LiveValues>> {
  const contradicted = pasted === undefined ? [] : contradictions(live, pasted);
  if (contradicted.length > 0) return fail(...contradicted);
  const known = liveValues(live, pasted, document?.fields);
  const isNew = known.values.has('capi.enabled') && document?.fields['capi.enabled'] === undefined;
  // An endpoint writes all fields, so it needs no app.
  if (!isNew || live.writable.includes('mode')) return ok(known);
  const row = await reader.project(project, signal);
  if (!row.ok) return row;
  const config = await reader.config({ project, wantsToggle: true }, row.value.ledger, signal);
  if (config.ok) return ok(known);
  if (!config.problems.every(({ code }) => code === 'layers/app')) {
    return fail(...config.problems.map((problem) => ({ layer: name, ...problem })));
  }
  const values = new Map([...known.values].filter(([path]) => path !== 'capi.enabled'));
  return ok({ values, notes: new Map([...known.notes, ['capi.enabled', 'app']]) });
}
