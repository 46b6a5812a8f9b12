import { type DocumentFile, IMPORT_NOTES } from '../../desired/index.ts';
import { CONFIG_PATHS, type ImportedLayer, type LiveLayer, type Problem, type Settings } from '../../model/index.ts';
import type { ReadCandidate } from './candidate.ts';
import { type LayerImport, notImported } from './layer-import.ts';
import type { LiveValues } from './live-values.ts';
import { differences, newDocument } from './new-document.ts';
import { updatedDocument } from './updated-document.ts';

/**
 * The document of one layer, new or updated.
 *
 * @param files all documents and fragments
 */
export function importOne(
  { candidate, live, known, pasted }: ReadCandidate,
  files: readonly DocumentFile[],
  settings: Settings,
): LayerImport {
  const failed = (problems: readonly Problem[]): LayerImport => ({
    layer: notImported(candidate, 'failed'),
    problems: problems.map((problem) => ({ layer: candidate.name, ...problem })),
  });
  const { document } = candidate;
  const base = { ...notImported(candidate, 'unchanged'), currency: currencyOf(live) };
  const toAdopt = pasted !== undefined && isStated(live, known);
  if (document === undefined) {
    const made = newDocument(candidate, live, known, settings);
    if (!made.ok) return failed(made.problems);
    const { document: created, differing } = made.value;
    const facts = { fields: [...created.values.keys()], missing: missingOf(created.notes), differing, toAdopt };
    const layer = { ...base, state: 'created', file: candidate.file, ...facts } as const;
    return { layer, problems: [], created };
  }
  const updated = updatedDocument(document, files, live, known, pasted !== undefined, settings);
  if (!updated.ok) return failed(updated.problems);
  const { text, desired, edits, kept } = updated.value;
  const missing = missingOf(new Map([...known.notes].filter(([path]) => desired.fields[path] === undefined)));
  // A reviewed change that is not done would be recorded as it is live.
  const isOpen = kept.some(({ why }) => why === 'open');
  const differing = differences(desired, live, settings);
  const layer = { ...base, missing, kept, differing, toAdopt: toAdopt && !isOpen };
  if (text === undefined) return { layer, problems: [] };
  const fields = edits.map(({ field }) => field);
  return { layer: { ...layer, state: 'updated', fields, edits }, problems: [], updated: text };
}

function missingOf(notes: LiveValues['notes']): ImportedLayer['missing'] {
  return [...notes].map(([field, note]) => ({ field, why: IMPORT_NOTES[note] }));
}

/** Whether only the paste has some value of the config. */
function isStated({ fields }: LiveLayer, { values }: LiveValues): boolean {
  return CONFIG_PATHS.some((path) => values.has(path) && (fields[path]?.provenance ?? 'unknown') === 'unknown');
}

function currencyOf({ account, accounts }: LiveLayer): string | null {
  return (account.state === 'seen' ? account.facts.currency : accounts[0]?.currency) ?? null;
}
