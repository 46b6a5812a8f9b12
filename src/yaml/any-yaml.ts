import { parseDocument } from 'yaml';
import { refusedCharacter } from './decode.ts';
import type { Finding } from './finding.ts';
import type { DocumentNode } from './nodes.ts';
import { splitPastedJson } from './pasted-json.ts';
import { treeOf } from './tree.ts';
import { findingsOfErrors } from './yaml-errors.ts';
import { withoutStacks, type YamlExcess, yamlExcess } from './yaml-size.ts';

/** `root`: `undefined` if the text is not YAML, or is empty. `excess`: it was not parsed. */
export type AnyYaml =
  | { readonly root: DocumentNode | undefined; readonly findings: readonly Finding[] }
  | { readonly excess: Finding };

/** YAML 1.2 and JSON in every form, with the core schema. */
export function readAnyYaml(text: string, file: string): AnyYaml {
  const excess = yamlExcess(text);
  if (excess !== undefined) return { excess: tooMany(file, excess) };
  const parts = splitPastedJson(text) ?? [text];
  const trees = parts.map((part) => parseYaml(part, file));
  const root = merged(trees.flatMap((tree) => tree.root ?? []));
  return {
    root: root.value,
    findings: [...trees.flatMap((tree) => tree.findings), ...root.findings, ...controlValues(root.value)],
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
