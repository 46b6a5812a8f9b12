import {
  decode,
  type DocumentFile,
  fragmentText,
  type ImportedDocument,
  importedText,
  loadDocuments,
  type Shared,
  shareValues,
} from '../../desired/index.ts';
import { canonicalJson, type DesiredLayer, type ImportedFile, type Settings, type Value } from '../../model/index.ts';
import { credentialsBy } from '../../settings/index.ts';
import type { LayerImport } from './layer-import.ts';

/** The files of an import, fragments first. `layers`: names of layers that a file is for. */
export type FileOfImport = ImportedFile & { readonly layers: readonly string[] };

/**
 * New documents, which share what most of them have, and updated ones.
 *
 * @param isFree whether a path does not exist yet
 */
export function importFiles(
  imports: readonly LayerImport[],
  files: readonly DocumentFile[],
  settings: Settings,
  isFree: (path: string) => boolean,
): readonly FileOfImport[] {
  const created = imports.flatMap(({ created: document }) => (document === undefined ? [] : [document]));
  const shared = shareValues(created, isFree).filter((one) => isExact(one, created, settings));
  const short = new Map(shared.flatMap(({ documents }) => documents.map((one) => [one.name, one] as const)));
  const textByPath = new Map(files.map(({ filePath, bytes }) => [filePath, bytes && decode(bytes).text]));
  return [
    ...shared.map(({ fragment, values, documents }) => ({
      path: fragment,
      before: null,
      after: fragmentText(fragment, values),
      layers: documents.map(({ name }) => name),
    })),
    ...created.map((document) => ({
      path: document.file,
      before: null,
      after: importedText(short.get(document.name) ?? document),
      layers: [document.name],
    })),
    ...imports.flatMap(({ layer: { file, name }, updated }) =>
      updated === undefined || file === null
        ? []
        : [{ path: file, before: textByPath.get(file) ?? '', after: updated, layers: [name] }],
    ),
  ];
}

/** Whether the documents mean the same with the fragment as without it. */
function isExact(
  { fragment, values, documents }: Shared,
  alone: readonly ImportedDocument[],
  settings: Settings,
): boolean {
  const names = new Set(documents.map(({ name }) => name));
  const before = meanings(alone.filter(({ name }) => names.has(name)).map(fileOf), settings);
  const encoded = new TextEncoder().encode(fragmentText(fragment, values));
  const after = meanings(
    [...documents.map(fileOf), { filePath: fragment, bytes: encoded, role: 'fragment' }],
    settings,
  );
  return before.length === documents.length && canonicalJson(before) === canonicalJson(after);
}

function fileOf(document: ImportedDocument): DocumentFile {
  return { filePath: document.file, bytes: new TextEncoder().encode(importedText(document)), role: 'document' };
}

function meanings(files: readonly DocumentFile[], settings: Settings): readonly Value[] {
  return loadDocuments(files, credentialsBy(settings)).layers.map(meaning);
}

function meaning({ name, project, fields }: DesiredLayer): Value {
  // JSON has no `undefined`.
  return [name, project, JSON.parse(JSON.stringify(fields)) as Value];
}
