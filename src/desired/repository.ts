import { type Finding, type MapNode, parse, type Source } from '../yaml/index.ts';
import type { DocumentFile } from './file.ts';
import { type Reference, referencesOf } from './references.ts';

/** A parsed file, and the files it extends. */
export type Opened = {
  readonly file: DocumentFile;
  readonly source?: Source;
  /** Absent if the file could not be read, is not YAML, or is not a map. */
  readonly root?: MapNode;
  readonly references: readonly Reference[];
  readonly findings: readonly Finding[];
  /** Whether the file is a layer, or only has values that others inherit. */
  readonly kind: 'document' | 'fragment';
};

/** All files by path, sorted. */
export type Repository = ReadonlyMap<string, Opened>;

/**
 * Parses all files. A file that others extend and without a layer (neither `name` nor `project`) is a fragment, even if
 * it matches the glob of the settings: fragments may be next to their documents.
 */
export function openAll(files: readonly DocumentFile[]): Repository {
  const opened = [...files].sort((a, b) => (a.filePath < b.filePath ? -1 : 1)).map(open);
  const extended = new Set(
    opened.flatMap(({ references }) => references.flatMap(({ leads }) => (leads.ok ? [leads.filePath] : []))),
  );
  return new Map(
    opened.map((one) => {
      const { filePath, role } = one.file;
      const nameless = one.root === undefined || !(one.root.members.has('name') || one.root.members.has('project'));
      const kind = role === 'fragment' || (extended.has(filePath) && nameless) ? 'fragment' : 'document';
      return [filePath, { ...one, kind }];
    }),
  );
}

function open(file: DocumentFile): Omit<Opened, 'kind'> {
  if (file.bytes === undefined) return { file, references: [], findings: [] };
  const { source, root, findings } = parse(file.filePath, file.bytes);
  if (root?.kind === 'map') return { file, source, root, references: referencesOf(root), findings };
  return { file, source, references: [], findings: findings.length > 0 ? findings : [noMap(file, source)] };
}

function noMap({ filePath, role }: DocumentFile, { text }: Source): Finding {
  const empty = text.trim() === '';
  return {
    code: 'document/invalid-value',
    message: empty ? 'The file is empty.' : 'The file holds no map of fields.',
    at: { file: filePath, start: 0, end: Math.max(0, text.search(/[\r\n]|$/)) },
    remedy:
      role === 'fragment'
        ? 'Write the fields that others inherit, or take the fragment away.'
        : 'Begin with the lines template:, name: and project:.',
  };
}
