import { join, resolve } from 'node:path';
import { writeDocument } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import type { DesiredLayer, FieldPath, LiveLayer, Plan, PlannedLayer, Problem, Value } from '../model/index.ts';

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
  for (const layer of plan.layers.filter(({ changes }) => changes.some(({ step }) => step.by !== 'human'))) {
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

function undoText(layer: PlannedLayer, wish: DesiredLayer, live: LiveLayer): string {
  const before: Partial<Record<FieldPath, Value>> = { ...layer.desired };
  const notes: string[] = [];
  for (const { path, before: seen } of layer.changes.flatMap(({ fields }) => fields)) {
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
  return writeDocument(wish, before, [
    `${layer.name} as it was live before an apply${live.layerId === undefined ? '' : ` (layer ${live.layerId})`}.`,
    'Applying this document instead of the one in git undoes what reconcile wrote.',
    ...notes,
  ]);
}
