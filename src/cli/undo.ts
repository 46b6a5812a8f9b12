import { join, resolve } from 'node:path';
import { writeDocument } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import {
  type DesiredLayer,
  type FieldPath,
  isSent,
  type LiveLayer,
  type Plan,
  type PlannedLayer,
  type Problem,
  type Value,
  WRITTEN_PATHS,
} from '../model/index.ts';

/**
 * Writes the way back before anything is carried out: of each layer that will be written to, a whole document that says
 * what is live now. Applying it undoes what reconcile writes. An answer with problems means that nothing may be written.
 */
export async function writeUndo(
  folder: string,
  plan: Plan,
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<readonly Problem[]> {
  const wishes = new Map(desired.map((layer) => [layer.name, layer]));
  const seen = new Map(live.map((layer) => [layer.name, layer]));
  for (const layer of plan.layers.filter(({ changes }) => changes.some(isSent))) {
    const [wish, now] = [wishes.get(layer.name), seen.get(layer.name)];
    if (wish === undefined || now === undefined) continue;
    const file = join(resolve(machine.cwd, folder), layer.file.replace(/\.json$/, '.yaml'));
    try {
      await machine.files.write(file, undoText(layer, wish, now));
    } catch (error) {
      return [
        {
          code: 'disk/unwritable',
          message: `The way back could not be written to ${file}: ${String(error)}`,
          remedy: 'Name another folder with --undo-dir. Nothing was applied.',
        },
      ];
    }
  }
  return [];
}

const WRITTEN: ReadonlySet<FieldPath> = new Set(WRITTEN_PATHS);

/** A budget goes back with `capEnforcement`, campaigns with `state`; these do not. */
const AT_TIKTOK: ReadonlySet<FieldPath> = new Set(['partnership', 'pixelLink', 'spark.authorised']);

function isEmpty(value: Value): boolean {
  return Array.isArray(value) && value.length === 0;
}

function undoText(layer: PlannedLayer, wish: DesiredLayer, live: LiveLayer): string {
  const before: Partial<Record<FieldPath, Value>> = { ...layer.desired };
  const notes: string[] = [];
  const changed = layer.changes.flatMap(({ fields }) => fields);
  for (const { path, before: seen } of changed.filter((field) => WRITTEN.has(field.path))) {
    if (seen.provenance === 'unknown') {
      delete before[path];
      notes.push(`${path} was unknown, so it is not written here.`);
    } else if (seen.value !== undefined && seen.value !== null) before[path] = seen.value;
    else if (path === 'capi.event_map') before[path] = {};
    else {
      delete before[path];
      notes.push(`${path} was not set. A document cannot ask for that: take it away in the dashboard.`);
    }
  }
  for (const { path } of changed.filter((field) => AT_TIKTOK.has(field.path))) {
    notes.push(`${path} changed too. A document cannot take that back: do it in TikTok.`);
  }
  const pausing = changed.some(({ path, after }) => path === 'campaigns.running' && isEmpty(after));
  // Only what reconcile itself asked to pause runs again by this.
  if (pausing) before.state = 'active';
  return writeDocument(wish, before, [
    `${layer.name} as it was live before an apply${live.layerId === undefined ? '' : ` (layer ${live.layerId})`}.`,
    'Applying this document instead of the one in git undoes what reconcile wrote.',
    ...notes,
  ]);
}
