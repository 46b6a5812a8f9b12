import type { Problem } from '../model/index.ts';
import {
  decode,
  type DocumentNode,
  type Finding,
  type MapNode,
  parse,
  type Source,
  type Span,
  valueAt,
} from '../yaml/index.ts';

/** A file as read from disk. */
export type DocumentFile = {
  /** Relative to the root, with `/` between folders. */
  readonly filePath: string;
  readonly bytes?: Uint8Array;
  /** The reason if there are no bytes. */
  readonly problem?: Problem;
  /** `document`: named explicitly or by the glob. `fragment`: only reached through `extends`. */
  readonly role: 'document' | 'fragment';
};

/** A parsed file, and the files it extends. */
export type OpenedFile = {
  readonly file: DocumentFile;
  readonly source?: Source;
  /** Absent if the file could not be read, is not YAML, or is not a map. */
  readonly root?: MapNode;
  readonly references: readonly Reference[];
  readonly findings: readonly Finding[];
  /** Whether it has no layer (neither `name` nor `project`), so it is a fragment if others extend it. */
  readonly isNameless: boolean;
};

/** The rest of a file, without its values: those of all files would take most of the memory. */
export type FileSummary = Pick<OpenedFile, 'file' | 'references' | 'isNameless'> & {
  readonly isMap: boolean;
  /** Whether the file is a layer, or only has values that others inherit. */
  readonly kind: 'document' | 'fragment';
};

/** One path in an `extends`, and its target below the root, or its fault as the end of a sentence. */
export type Reference = {
  readonly written: string;
  readonly at: Span;
  readonly target: { readonly filePath: string } | { readonly fault: string };
};

/** All files by path, sorted. */
export type Repository = ReadonlyMap<string, FileSummary>;

/** Opens files by their path. `undefined` if there is none. */
export type Open = (filePath: string) => OpenedFile | undefined;

/** Parses a file whenever it is asked for, but only once if others may extend it. */
export function opener(files: readonly DocumentFile[]): Open {
  const fileByPath = new Map(files.map((file) => [file.filePath, file]));
  const kept = new Map<string, OpenedFile>();
  return (filePath) => {
    const file = fileByPath.get(filePath);
    const opened = kept.get(filePath) ?? (file && open(file));
    if (opened?.isNameless === true) kept.set(filePath, opened);
    return opened;
  };
}

/**
 * The file paths below the root that a file extends, so that these files can be read. `loadDesired` reports the others.
 */
export function extendsOf(file: DocumentFile): readonly string[] {
  // Only an escape can write the key in a different way.
  if (file.bytes === undefined || !/extends|\\/.test(decode(file.bytes).text)) return [];
  return targetsOf(open(file).references);
}

/** Whether a text is a layer document and not a world: only documents have a template. */
export function isLayerDocument(text: string): boolean {
  const { root } = parse('', new TextEncoder().encode(text));
  return root !== undefined && valueAt(root, ['template']) !== undefined;
}

/**
 * The projects that a file names, valid or not. In a file that is not YAML, any UUID can be its project.
 *
 * @returns `undefined` if the file may name one that is unknown
 */
export function projectsIn({ filePath, bytes }: DocumentFile): readonly string[] | undefined {
  if (bytes === undefined) return undefined;
  const { root, findings } = parse(filePath, bytes);
  const project = root === undefined ? undefined : valueAt(root, ['project']);
  if (project?.kind === 'scalar' && typeof project.value === 'string') return [project.value];
  const isBroken = root === undefined || findings.some(({ code }) => code === 'document/syntax');
  if (!isBroken || findings.length === 0) return [];
  const ids = decode(bytes).text.match(UUID) ?? [];
  return ids.length === 0 ? undefined : ids;
}

/** Not of a layer. */
const UUID = /(?<!lyr_)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<=prj_)[0-9a-f-]{36}/gi;

function open(file: DocumentFile): OpenedFile {
  if (file.bytes === undefined) return { file, references: [], findings: [], isNameless: true };
  const { source, root, findings } = parse(file.filePath, file.bytes);
  if (root?.kind !== 'map') {
    const all = findings.length > 0 ? findings : [notAMap(file, source)];
    return { file, source, references: [], findings: all, isNameless: true };
  }
  const isNameless = file.role === 'fragment' || !(root.members.has('name') || root.members.has('project'));
  return { file, source, root, references: referencesOf(root), findings, isNameless };
}

/** The paths in a file's `extends`, in order. The schema reports values that are not text. */
function referencesOf(root: MapNode): readonly Reference[] {
  return textsOf(root.members.get('extends')?.value).map(({ text, at }) => ({
    written: text,
    at,
    target: resolvePath(root.span.file, text),
  }));
}

function textsOf(value: DocumentNode | undefined): readonly { readonly text: string; readonly at: Span }[] {
  if (value?.kind === 'list') return value.items.flatMap(textsOf);
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== ''
    ? [{ text: value.value, at: value.span }]
    : [];
}

/** Resolves against the folder of the file with the `extends`. `\` counts as `/`: documents are shared with Windows. */
function resolvePath(from: string, written: string): Reference['target'] {
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { fault: 'is an absolute path' };
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(path)) return { fault: 'is a URL' };
  const folders = from.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') folders.push(step);
    else if (folders.pop() === undefined) return { fault: 'leads outside of the folder of the settings' };
  }
  return folders.length === 0 ? { fault: 'names no file' } : { filePath: folders.join('/') };
}

export function targetsOf(references: readonly Reference[]): readonly string[] {
  return references.flatMap(({ target }) => ('filePath' in target ? [target.filePath] : []));
}

function notAMap({ filePath, role }: DocumentFile, { text }: Source): Finding {
  return {
    code: 'document/invalid-value',
    message: text.trim() === '' ? 'The file is empty.' : 'The file does not contain a map of fields.',
    at: { file: filePath, start: 0, end: Math.max(0, text.search(/[\r\n]|$/)) },
    remedy:
      role === 'fragment'
        ? 'Write the fields that others inherit, or remove the fragment.'
        : 'Start with the lines template:, name: and project:.',
  };
}
