import { join, resolve } from 'node:path';
import { writeDocument } from '../desired/index.ts';
import type { Machine } from '../machine.ts';
import {
  type CapUnit,
  changeAt,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type FieldPath,
  isDocumentPath,
  isSent,
  type LiveField,
  type LiveLayer,
  type LiveValue,
  majorText,
  moneyFromWire,
  type Plan,
  type PlannedLayer,
  type Problem,
  type Value,
} from '../model/index.ts';
import { failureReason, type Output } from '../io/index.ts';
import { isReadable } from '../settings/index.ts';

/**
 * Writes undo documents before an apply: for each layer to be written, a document with its live state. Applying it
 * undoes what reconcile writes. If it returns problems, nothing may be written.
 */
export async function writeUndo(
  named: string,
  plan: Plan,
  desired: readonly DesiredLayer[],
  live: readonly LiveLayer[],
  machine: Pick<Machine, 'files' | 'cwd' | 'terminal'>,
): Promise<readonly Problem[]> {
  const desiredByName = new Map(desired.map((layer) => [layer.name, layer]));
  const liveByName = new Map(live.map((layer) => [layer.name, layer]));
  const written = plan.layers.filter(({ changes }) => changes.some(isSent));
  const names = undoNames(written.map(({ file }) => file));
  let file = named;
  try {
    const folder = await freshFolder(named, machine);
    const below = resolve(machine.cwd, folder);
    for (const layer of written) {
      const [document, current] = [desiredByName.get(layer.name), liveByName.get(layer.name)];
      if (document === undefined || current === undefined) continue;
      file = join(below, ...(names.get(layer.file) ?? layer.file).split('/'));
      await machine.files.write(file, undoText(layer, document, current, plan.costCapUnit), { below, fresh: true });
    }
    if (folder !== named) {
      machine.terminal.warn(`The undo documents are in ${folder}, because ${named} is not empty.\n`);
    }
    return [];
  } catch (error) {
    return [
      {
        code: 'disk/unwritable',
        message: `The undo document ${file} could not be written (${failureReason(error)}).`,
        remedy: 'Pass a different folder to --undo-dir. Nothing was applied.',
      },
    ];
  }
}

/** A live value can be any JSON. */
type LiveDocument = Partial<Record<FieldPath, Value>>;

type LiveBudget = LiveField<'accountBudget'>;

/** Whether the undo document's `capEnforcement` and cap restore the previous budget. */
function isRestored(live: LiveBudget, undone: LiveDocument, { currency }: PlannedLayer, unit: CapUnit | null): boolean {
  if (live.provenance === 'unknown') return true;
  const { mode, amount } = live.value ?? {};
  if (undone.capEnforcement === 'none') return mode === 'UNLIMITED';
  const { monthlyCostCap: cap } = undone;
  const restored =
    typeof cap === 'number' && unit !== null && currency !== null ? moneyFromWire(cap, unit, currency) : undefined;
  return mode === 'MONTHLY_BUDGET' && restored !== undefined && amount === majorText(restored);
}

/** Safe in a YAML comment. */
function budgetText(live: LiveBudget): string {
  const { mode, amount } = (live.provenance === 'unknown' ? undefined : live.value) ?? {};
  return [mode, amount].filter((part) => part !== undefined).join(' ');
}

/** Fields that live state does not show. `capEnforcement: none` is the default, so it is omitted. */
function notLive({ desired }: PlannedLayer, { fields }: LiveLayer): readonly { path: FieldPath; before: LiveValue }[] {
  return DOCUMENT_PATHS.filter((path) => desired[path] !== undefined && fields[path] === undefined)
    .filter((path) => path !== 'capEnforcement' || desired[path] !== 'none')
    .map((path) => ({ path, before: { provenance: 'unknown' } }));
}

function runningIn(live: LiveField<'campaigns.running'> | undefined): readonly string[] {
  return live === undefined || live.provenance === 'unknown' ? [] : (live.value ?? []);
}

function undoText(layer: PlannedLayer, document: DesiredLayer, live: LiveLayer, unit: CapUnit | null): string {
  const before: LiveDocument = { ...layer.desired };
  const notes: string[] = [];
  const changed = layer.changes.flatMap(({ fields }) => fields);
  // Undo must not change fields outside the diff, so they keep their live value.
  const alone = [...layer.drift, ...notLive(layer, live)].filter(
    (one) => !changed.some(({ path }) => path === one.path),
  );
  for (const { path, before: previous } of [...changed, ...alone].filter((field) => isDocumentPath(field.path))) {
    if (previous.provenance === 'unknown') {
      delete before[path];
      notes.push(`${path} was unknown, so it is not written here.`);
    } else if (previous.value !== undefined && previous.value !== null) before[path] = previous.value;
    else if (path === 'capi.event_map') before[path] = {};
    else {
      delete before[path];
      notes.push(`${path} was not set. A document cannot unset it; remove it in the dashboard.`);
    }
  }
  for (const { path } of changed) {
    // A document restores budgets with `capEnforcement`, and campaigns with `state`.
    if (isDocumentPath(path) || path === 'accountBudget' || path === 'campaigns.running') continue;
    notes.push(`${path} changed too. A document cannot undo it; undo it in TikTok.`);
  }
  const budget = changeAt(changed, 'accountBudget');
  if (budget !== undefined && !isRestored(budget.before, before, layer, unit)) {
    // `capEnforcement` would restore a different budget or none, so the current one stays.
    delete before.capEnforcement;
    notes.push(`accountBudget was ${budgetText(budget.before)}. A document cannot restore it; set it in TikTok.`);
  }
  const campaigns = changeAt(changed, 'campaigns.running');
  const [ran, runs] = [runningIn(campaigns?.before), campaigns?.after ?? []];
  // Resumes only campaigns that reconcile asked to pause.
  if (ran.some((id) => !runs.includes(id))) before.state = 'active';
  const resumed = runs.filter((id) => !ran.includes(id));
  if (resumed.length > 0) {
    notes.push(
      `These campaigns did not run: ${resumed.join(', ')}. A document cannot pause them; pause them in Layers.`,
    );
  }
  return writeDocument(document, before, [
    `The live state of ${layer.name} before an apply${live.layerId === undefined ? '' : ` (layer ${live.layerId})`}.`,
    'Applying this document instead of the one in git undoes what reconcile wrote.',
    ...notes,
  ]);
}

/**
 * Names of undo documents by filePath. Unique even if case is ignored: `a.json` and `a.yaml` are two layers. All are
 * YAML, none is hidden.
 */
export function undoNames(filePaths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const filePath of filePaths) {
    const shown = filePath.replace(/(^|\/)\.+/g, '$1');
    const plain = isReadable(shown) ? shown.replace(/\.json$/i, '.yaml') : `${shown}.yaml`;
    let name = plain;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = plain.replace(/(\.ya?ml)$/i, `-${count}$1`);
    taken.add(name.toLowerCase());
    names.set(filePath, name);
  }
  return names;
}

/** All possible undo documents, to check whether they may be written. */
export function undoOutputs(folder: string, desired: readonly { readonly file: string }[]): readonly Output[] {
  const names = undoNames(desired.map(({ file }) => file));
  return [...names.values()].map((name) => ({ option: '--undo-dir', path: join(folder, name) }));
}

/**
 * A folder for the undo documents of one apply, as typed: the named one if it is empty or absent, otherwise `2`, `3`
 * and so on in it. Earlier documents stay unchanged.
 */
export async function freshFolder(folder: string, { files, cwd }: Pick<Machine, 'files' | 'cwd'>): Promise<string> {
  const look = await files.look(resolve(cwd, folder));
  if (look === undefined || (await files.list(resolve(cwd, folder))).length === 0) return folder;
  for (let count = 2; ; count += 1) {
    const inner = join(folder, String(count));
    if ((await files.look(resolve(cwd, inner))) === undefined) return inner;
  }
}
