import { canonicalJson, type DocumentPath, FIELDS, groupBy, type Value } from '../model/index.ts';
import type { DocumentValues, ImportedDocument } from './imported-text.ts';

/** Values of a fragment, and the documents that extend it with only what is their own. */
export type Shared = {
  readonly fragment: string;
  readonly values: DocumentValues;
  readonly documents: readonly ImportedDocument[];
};

/** Without the ids and the money of a client, and the state of a layer. */
const SHAREABLE: ReadonlySet<DocumentPath> = new Set(['mode', 'capi.enabled', 'capi.event_map', 'objectives']);

/**
 * Moves what most layers of one mode share into a fragment, if that makes the documents shorter. A layer with a
 * different value keeps it, and one without the value removes it with null. A value that is unknown in one of them is
 * not shared.
 *
 * @param isFree whether a fragment may be created at a path
 * @returns only what is shared
 */
export function shareValues(
  layers: readonly ImportedDocument[],
  isFree: (fragment: string) => boolean,
): readonly Shared[] {
  const byMode = groupBy(layers, ({ values }) => textOf(values.get('mode')));
  return [...byMode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([mode, group]): readonly Shared[] => {
      const fragment = `defaults/${mode.replaceAll('"', '')}.yaml`;
      const values = commonValues(group);
      const saved = [...values].reduce((sum, [path, value]) => sum + linesSaved(path, value, group), 0);
      // One line for each `extends`, and the first line of the fragment.
      if (group.length < 2 || saved <= group.length + 1 || !isFree(fragment)) return [];
      return [{ fragment, values, documents: group.map((document) => extending(document, fragment, values)) }];
    });
}

function commonValues(group: readonly ImportedDocument[]): DocumentValues {
  const paths = [...new Set(group.flatMap(({ values }) => [...values.keys()]))].filter(
    (path) => SHAREABLE.has(path) && !group.some(({ notes }) => notes.has(path)),
  );
  return new Map(
    (Object.keys(FIELDS) as DocumentPath[])
      .filter((path) => paths.includes(path))
      .flatMap((path): readonly [DocumentPath, Value][] => {
        const counts = [...groupBy(group, ({ values }) => textOf(values.get(path)))];
        const [text, same = []] = counts.sort(([, a], [, b]) => b.length - a.length)[0] ?? [''];
        const value = same[0]?.values.get(path);
        if (text === '' || value === undefined || same.length * 2 <= group.length) return [];
        // Maps merge, so a layer with different entries would inherit the others.
        if (path === 'capi.event_map' && counts.some(([other]) => other !== text && other !== '')) return [];
        return linesSaved(path, value, group) > 0 ? [[path, value]] : [];
      }),
  );
}

/** Lines that are no longer in documents, less those that are new. */
function linesSaved(path: DocumentPath, value: Value, group: readonly ImportedDocument[]): number {
  const texts = group.map(({ values }) => textOf(values.get(path)));
  const [same, lacking] = [texts.filter((text) => text === textOf(value)), texts.filter((text) => text === '')];
  return same.length - lacking.length - 1;
}

function extending(document: ImportedDocument, fragment: string, shared: DocumentValues): ImportedDocument {
  const values = new Map<DocumentPath, Value>([
    ...[...document.values].filter(([path, value]) => textOf(shared.get(path)) !== textOf(value)),
    ...[...shared.keys()].filter((path) => !document.values.has(path)).map((path) => [path, null] as const),
  ]);
  return { ...document, values, fragment };
}

function textOf(value: Value | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}
