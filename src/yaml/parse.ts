import { parseDocument, stringify } from 'yaml';
import { MAX_FILE_BYTES } from '../model/index.ts';
import { decode, refusedCharacter } from './decode.ts';
import type { Finding } from './finding.ts';
import { splitPastedJson } from './pasted-json.ts';
import type { DocumentNode } from './nodes.ts';
import { guardSecrets } from './secrets.ts';
import { type Source, sourceOf } from './source.ts';
import { treeOf } from './tree.ts';
import { findingsOfErrors } from './yaml-errors.ts';
import { withoutStacks, type YamlExcess, yamlExcess } from './yaml-size.ts';

/** The text of one file as values with locations. */
export type Parsed = {
  readonly source: Source;
  /** `undefined` if the text is not YAML, or is empty. */
  readonly root?: DocumentNode;
  readonly findings: readonly Finding[];
};

/** A file is read twice (to resolve `extends` and to load it), but parsed once. */
const remembered = new WeakMap<Uint8Array, Parsed>();

/** Parses YAML 1.2 (and JSON) with the core schema. Returns all findings; never throws. */
export function parse(file: string, bytes: Uint8Array): Parsed {
  const known = remembered.get(bytes);
  if (known !== undefined && known.source.file === file) return known;
  const parsed = parseOnce(file, bytes);
  remembered.set(bytes, parsed);
  return parsed;
}

function parseOnce(file: string, bytes: Uint8Array): Parsed {
  if (bytes.length > MAX_FILE_BYTES) return unparsed(file, '', tooLarge(file));
  const decoded = decode(bytes);
  if (!decoded.ok) return unparsed(file, decoded.text, notUtf8(file, decoded.offset));
  const { text } = decoded;
  const refused = refusedCharacter(text);
  if (refused !== undefined) return unparsed(file, text, controlCharacter(file, refused));
  const excess = yamlExcess(text);
  if (excess !== undefined) return unparsed(file, text, tooMany(file, excess));

  const parts = splitPastedJson(text) ?? [text];
  const trees = parts.map((part) => parseYaml(part, file));
  const root = merged(trees.flatMap((tree) => tree.root ?? []));
  const guarded = guardSecrets(sourceOf(file, text), root.value);
  return {
    source: guarded.source,
    ...(root.value !== undefined && { root: root.value }),
    findings: [
      ...trees.flatMap((tree) => tree.findings),
      ...root.findings,
      ...guarded.findings,
      ...controlValues(root.value),
    ],
  };
}

function parseYaml(
  text: string,
  file: string,
): { readonly root?: DocumentNode; readonly findings: readonly Finding[] } {
  const document = withoutStacks(() => readYaml(text));
  const errors = findingsOfErrors([...document.errors, ...document.warnings], file, text);
  const directive = document.directives?.yaml.version === '1.1' ? [oldYaml(file, text)] : [];
  // After a syntax error the tree is unreliable: it may lack a key of the text.
  const broken = errors.some(({ code }) => code === 'document/syntax');
  const tree: ReturnType<typeof treeOf> = broken ? { findings: [] } : treeOf(document, file, text);
  return { ...(tree.root && { root: tree.root }), findings: [...errors, ...directive, ...tree.findings] };
}

function readYaml(text: string): ReturnType<typeof parseDocument> {
  return parseDocument(text, {
    prettyErrors: false,
    intAsBigInt: true,
    stringKeys: true,
    // `treeOf` finds duplicate keys; the parser would compare each key with all others.
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
    merge: false,
  });
}

function merged(roots: readonly DocumentNode[]): {
  readonly value: DocumentNode | undefined;
  readonly findings: readonly Finding[];
} {
  const [head, pasted] = roots;
  if (head?.kind !== 'map' || pasted?.kind !== 'map') return { value: head, findings: [] };
  const duplicates = [...pasted.members].filter(([key]) => head.members.has(key));
  return {
    value: { ...head, members: new Map([...head.members, ...pasted.members]) },
    findings: duplicates.map(
      ([key, { key: at }]): Finding => ({
        code: 'document/duplicate-key',
        message: `The key ${JSON.stringify(key)} is duplicated.`,
        at,
        remedy: 'Keep one of them.',
      }),
    ),
  };
}

function unparsed(file: string, text: string, finding: Finding): Parsed {
  const { source, findings } = guardSecrets(sourceOf(file, text), undefined);
  return { source, findings: [finding, ...findings] };
}

/** Control characters from escapes such as `"\0"`. */
function controlValues(value: DocumentNode | undefined): readonly Finding[] {
  if (value === undefined) return [];
  if (value.kind === 'list') return value.items.flatMap(controlValues);
  if (value.kind === 'map') {
    return [...value.members].flatMap(([name, { key, value: inner }]) => {
      const refused = refusedCharacter(name);
      return [...(refused === undefined ? [] : [escaped(refused.name, key)]), ...controlValues(inner)];
    });
  }
  const refused = typeof value.value === 'string' ? refusedCharacter(value.value) : undefined;
  return refused === undefined ? [] : [escaped(refused.name, value.span)];
}

function escaped(name: string, at: Finding['at']): Finding {
  return {
    code: 'document/invalid-value',
    message: `The text contains the control character ${name}.`,
    at,
    remedy: 'Remove the character.',
  };
}

function controlCharacter(file: string, { offset, name }: { offset: number; name: string }): Finding {
  return {
    code: 'document/syntax',
    message: `The file contains the invisible character ${name}.`,
    at: { file, start: offset, end: offset + 1 },
    remedy: 'Remove the character.',
  };
}

function notUtf8(file: string, offset: number): Finding {
  return {
    code: 'document/encoding',
    message: 'The file is not valid UTF-8.',
    at: { file, start: offset, end: offset + 1 },
    remedy: 'Save the file as UTF-8.',
  };
}

function tooLarge(file: string): Finding {
  return {
    code: 'document/too-large',
    message: 'The file is larger than 1 MiB.',
    at: { file, start: 0, end: 0 },
    remedy: 'Keep only one layer per file.',
  };
}

function tooMany(file: string, { excess, offset }: YamlExcess): Finding {
  if (excess === 'depth') {
    const at = { file, start: offset, end: offset + 1 };
    return { code: 'document/syntax', message: 'The values are nested too deeply.', at, remedy: 'Use fewer levels.' };
  }
  return {
    code: 'document/too-large',
    message: 'The file has more than 100,000 YAML tokens.',
    at: { file, start: 0, end: 0 },
    remedy: 'Keep only one layer per file.',
  };
}

function oldYaml(file: string, text: string): Finding {
  const start = Math.max(0, text.search(/^%YAML/m));
  return {
    code: 'document/directive',
    message: 'The line %YAML 1.1 changes the meaning of words such as no and on.',
    at: { file, start, end: start + '%YAML 1.1'.length },
    remedy: 'Remove the line. Documents are YAML 1.2.',
  };
}

/**
 * A value as YAML that parses to the same value: ids are quoted, and long text is not wrapped.
 *
 * @param heading lines of the comment above it
 */
export function yamlText(value: unknown, heading: readonly string[] = []): string {
  const comment = heading.map((line) => `# ${line}`.trimEnd()).join('\n');
  const body = stringify(value, { lineWidth: 0, version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  return comment === '' ? body : `${comment}\n${body}`;
}
