import { importedText, type ImportedDocument, type ImportNote, loadDocuments } from '../../desired/index.ts';
import {
  type DesiredLayer,
  type DocumentPath,
  type FieldPath,
  fail,
  type LiveLayer,
  ok,
  type Result,
  type Settings,
  type Value,
} from '../../model/index.ts';
import { findDrift } from '../../plan/index.ts';
import type { Candidate } from './candidate.ts';
import { type LiveValues, missingValues } from './live-values.ts';
import { missingProblem } from './missing-values.ts';

/** A valid new document. */
export type NewDocument = {
  readonly document: ImportedDocument;
  /** As it is loaded. */
  readonly desired: DesiredLayer;
  /** Fields in which live state contradicts itself: a plan shows them. */
  readonly differing: readonly FieldPath[];
};

/**
 * A document for which a plan has no change. A value that a document cannot have, or that live state contradicts, is
 * left out with a note. Fails if a required value is missing.
 */
export function newDocument(
  candidate: Candidate,
  live: LiveLayer,
  known: LiveValues,
  settings: Settings,
): Result<NewDocument> {
  const missing = missingValues(known);
  if (missing.length > 0) return fail(missingProblem(candidate.name, missing));
  const values = new Map([...known.values].filter(([path, value]) => !isDefault(path, value)));
  const notes = new Map(known.notes);
  const document = (): ImportedDocument => ({ ...candidate, values: new Map(values), notes: new Map(notes) });
  const leaveOut = (path: DocumentPath, note: ImportNote): void => {
    values.delete(path);
    notes.set(path, note);
  };
  for (const path of invalidPaths(document())) leaveOut(path, 'form');
  const loaded = load(document());
  if (!loaded.ok) return loaded;
  const contradiction = findDrift([loaded.value], [live], settings);
  if (!contradiction.ok) {
    if (!values.has('monthlyCostCap')) return contradiction;
    leaveOut('monthlyCostCap', 'form');
    if (values.has('capEnforcement')) leaveOut('capEnforcement', 'budget');
  }
  for (const path of differences(loaded.value, live, settings)) {
    if (path === 'campaigns.running' || path === 'state') leaveOut('state', 'running');
    if (path === 'accountBudget' || path === 'capEnforcement') leaveOut('capEnforcement', 'budget');
  }
  const desired = load(document());
  if (!desired.ok) return desired;
  return ok({ document: document(), desired: desired.value, differing: differences(desired.value, live, settings) });
}

/** Fields in which a document differs from what is known. */
export function differences(desired: DesiredLayer, live: LiveLayer, settings: Settings): readonly FieldPath[] {
  const found = findDrift([desired], [live], settings);
  if (!found.ok) return [];
  return found.value.flatMap(({ drift, pending }) => [...drift, ...pending].map(({ path }) => path));
}

function isDefault(path: DocumentPath, value: Value): boolean {
  return (path === 'capEnforcement' && value === 'none') || (path === 'state' && value === 'active');
}

/** Each value alone in a document, but only if all together are invalid. */
function invalidPaths(document: ImportedDocument): readonly DocumentPath[] {
  if (load(document).ok) return [];
  const isRequired = (path: DocumentPath): boolean => ['mode', 'adAccountId', 'tiktokBusinessId'].includes(path);
  const required = [...document.values].filter(([path]) => isRequired(path));
  return [...document.values]
    .filter(([path]) => !isRequired(path))
    .filter((entry) => {
      const needed = [...document.values].filter(([path]) => NEEDS[entry[0]]?.includes(path));
      return !load({ ...document, values: new Map([...required, ...needed, entry]) }).ok;
    })
    .map(([path]) => path);
}

const NEEDS: Partial<Record<DocumentPath, readonly DocumentPath[]>> = {
  'capi.enabled': ['capi.pixel_id', 'capi.access_token_vault_id'],
  capEnforcement: ['monthlyCostCap'],
};

function load(document: ImportedDocument): Result<DesiredLayer> {
  const bytes = new TextEncoder().encode(importedText({ ...document }));
  const { layers, invalid, problemsOf } = loadDocuments(
    [{ filePath: document.file, bytes, role: 'document' }],
    () => NO_CREDENTIALS,
  );
  const [layer] = layers;
  return layer === undefined ? { ok: false, problems: problemsOf(invalid) } : ok(layer);
}

/** Nothing is read with them. */
const NO_CREDENTIALS = { layers: '', tiktok: '' };
