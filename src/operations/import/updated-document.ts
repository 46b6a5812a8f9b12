import {
  type DocumentFile,
  extendsOf,
  type ImportNote,
  loadDocuments,
  openPaths,
  updatedText,
} from '../../desired/index.ts';
import {
  canonicalJson,
  type DesiredLayer,
  DOCUMENT_PATHS,
  type DocumentPath,
  type ImportedEdit,
  isConfigPath,
  type KeptValue,
  type LiveLayer,
  ok,
  fail,
  type Problem,
  type Result,
  type Settings,
  type Value,
} from '../../model/index.ts';
import { credentialsBy } from '../../settings/index.ts';
import { documentEdits, memberEdits } from './document-edits.ts';
import { keptReason } from './kept-values.ts';
import type { LiveValues } from './live-values.ts';

/** A document that exists, with the values that it sets, changes, removes or keeps. */
export type UpdatedDocument = {
  /** `undefined` if nothing of it changes. */
  readonly text: string | undefined;
  readonly edits: readonly ImportedEdit[];
  readonly kept: readonly KeptValue[];
  /** As it is loaded. */
  readonly desired: DesiredLayer;
};

/**
 * Edits only values that differ from what an API or a person shows, and fills in what an earlier import left open. The
 * result is loaded again: if anything else would change, the document is left as it is.
 *
 * @param files all documents and fragments
 */
export function updatedDocument(
  document: DesiredLayer,
  files: readonly DocumentFile[],
  live: LiveLayer,
  known: LiveValues,
  isPasted: boolean,
  settings: Settings,
): Result<UpdatedDocument> {
  const bytes = files.find(({ filePath }) => filePath === document.file)?.bytes ?? new Uint8Array();
  const currency = currencyOf(live);
  const reasonOf = (path: DocumentPath) => keptReason(path, live, isPasted);
  const differing = documentEdits(document, known, settings, currency);
  const edits = differing.filter(({ path }) => reasonOf(path) === undefined);
  const kept = differing.flatMap(({ path, before, after }): readonly KeptValue[] => {
    const reason = reasonOf(path);
    const isRecorded = live.fields[path]?.provenance === 'recorded' && !(isPasted && isConfigPath(path));
    return reason === undefined
      ? []
      : [{ field: path, document: before, live: after ?? null, isRecorded, why: reason }];
  });
  const filled = openPaths(bytes).filter((path) => document.fields[path] === undefined);
  const values = new Map([...known.values].filter(([path]) => filled.includes(path) && reasonOf(path) === undefined));
  const notes = new Map(
    filled.flatMap((path): readonly [DocumentPath, ImportNote][] => {
      const note = known.notes.get(path) ?? (reasonOf(path) === undefined ? undefined : 'hidden');
      return note === undefined ? [] : [[path, note]];
    }),
  );
  const changed = new Set([...edits.map(({ path }) => path), ...values.keys()]);
  for (const removeBy of [undefined, null]) {
    const text = updatedText(bytes, {
      name: document.name,
      edits: memberEdits(document, edits, removeBy),
      open: filled,
      values,
      notes,
    });
    if (text === undefined) break;
    if (text === new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) {
      return ok({ text: undefined, edits: [], kept, desired: document });
    }
    const desired = loaded(document, files, text, settings);
    const isExact =
      desired !== undefined &&
      isUntouched(document, desired, changed) &&
      documentEdits(desired, known, settings, currency).every(({ path }) => reasonOf(path) !== undefined) &&
      [...values].every(([path, value]) => isEqual(desired.fields[path], value));
    if (isExact) {
      const set = [...values].map(([field, value]) => ({ field, before: null, after: value }));
      const replaced = edits.map(({ path, before, after = null }) => ({ field: path, before, after }));
      return ok({ text, edits: [...replaced, ...set], kept, desired });
    }
  }
  return fail(notUpdated(document, [...changed]));
}

function loaded(
  { file, name }: DesiredLayer,
  files: readonly DocumentFile[],
  text: string,
  settings: Settings,
): DesiredLayer | undefined {
  const bytes = new TextEncoder().encode(text);
  const edited = reached(file, files).map((one) => (one.filePath === file ? { ...one, bytes } : one));
  return loadDocuments(edited, credentialsBy(settings)).layers.find((layer) => layer.name === name);
}

/** The document and all that it extends. */
function reached(file: string, files: readonly DocumentFile[]): readonly DocumentFile[] {
  const byPath = new Map(files.map((one) => [one.filePath, one]));
  const found = new Set<string>([file]);
  for (const path of found) {
    const one = byPath.get(path);
    for (const next of one === undefined ? [] : extendsOf(one)) found.add(next);
  }
  return [...found].flatMap((path) => byPath.get(path) ?? []);
}

function isUntouched(before: DesiredLayer, after: DesiredLayer, changed: ReadonlySet<DocumentPath>): boolean {
  const rest = ({ name, project, layer, app, spark, pin, protected: guarded }: DesiredLayer) =>
    JSON.stringify({ name, project, layer, app, spark, pin, guarded });
  return (
    rest(before) === rest(after) &&
    DOCUMENT_PATHS.every((path) => changed.has(path) || isEqual(before.fields[path], after.fields[path]))
  );
}

function isEqual(a: Value | undefined, b: Value | undefined): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function currencyOf({ account, accounts }: LiveLayer): string | undefined {
  return account.state === 'seen' ? account.facts.currency : accounts[0]?.currency;
}

function notUpdated({ name, file }: DesiredLayer, paths: readonly DocumentPath[]): Problem {
  return {
    code: 'import/not-updated',
    layer: name,
    message: `${file} differs from live in ${paths.join(', ')}, and its layout does not allow an exact edit. It was left as it is.`,
    remedy: `Edit it manually; reconcile explain ${name} ${paths[0] ?? 'mode'} shows the live value.`,
  };
}
