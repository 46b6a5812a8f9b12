import { type DocumentFile, importedText, loadDocuments } from '../../desired/index.ts';
import type { Settings } from '../../model/index.ts';
import { credentialsBy } from '../../settings/index.ts';
import { asFailed, type LayerImport } from './layer-import.ts';

/**
 * Fails each import whose document conflicts with another one, such as two documents of one ad account: both would be
 * invalid. Shows only if all documents are loaded together.
 *
 * @param files all documents and fragments, before the import
 */
export function withoutConflicts(
  imports: readonly LayerImport[],
  files: readonly DocumentFile[],
  settings: Settings,
): readonly LayerImport[] {
  const texts = new Map(imports.flatMap(textOf));
  if (texts.size === 0) return imports;
  const written = [...texts].map(([filePath, text]) => ({
    filePath,
    bytes: new TextEncoder().encode(text),
    role: 'document' as const,
  }));
  const kept = files.filter(({ filePath }) => !texts.has(filePath));
  // A problem is about the document of the import, and names the other one.
  const { invalid, problemsOf } = loadDocuments([...kept, ...written], credentialsBy(settings), new Set(texts.keys()));
  const invalidByFile = new Map(invalid.map((one) => [one.file, one]));
  return imports.map((one) => {
    const [[file] = []] = textOf(one);
    const conflict = file === undefined ? undefined : invalidByFile.get(file);
    if (conflict === undefined) return one;
    // Without a location: the file does not have this text.
    const problems = problemsOf([conflict]).map(({ code, message, remedy }) => ({
      code,
      message,
      ...(remedy !== undefined && { remedy }),
      layer: one.layer.name,
    }));
    return { layer: asFailed(one.layer), problems };
  });
}

function textOf({ layer: { file }, created, updated }: LayerImport): readonly (readonly [string, string])[] {
  if (created !== undefined) return [[created.file, importedText(created)]];
  return updated === undefined || file === null ? [] : [[file, updated]];
}
