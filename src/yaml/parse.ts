import { MAX_FILE_BYTES } from '../model/index.ts';
import { readAnyYaml } from './any-yaml.ts';
import { decode, refusedCharacter } from './decode.ts';
import type { Finding } from './finding.ts';
import type { DocumentNode } from './nodes.ts';
import { guardSecrets } from './secrets.ts';
import { readSimpleYaml } from './simple-yaml.ts';
import type { Source } from './source.ts';

/** The text of one file as values with locations. */
export type Parsed = {
  readonly source: Source;
  /** `undefined` if the text is not YAML, or is empty. */
  readonly root?: DocumentNode;
  readonly findings: readonly Finding[];
};

/** Results that took long. A file is read twice, to resolve `extends` and to load it. */
const remembered = new WeakMap<Uint8Array, Parsed>();

/** Parses YAML 1.2 (and JSON) with the core schema. Returns all findings; never throws. */
export function parse(file: string, bytes: Uint8Array): Parsed {
  const known = remembered.get(bytes);
  if (known !== undefined && known.source.file === file) return known;
  const text = readableText(file, bytes);
  const simple = typeof text === 'string' ? readSimpleYaml(text, file) : undefined;
  if (typeof text === 'string' && simple !== undefined) return guarded(file, text, { root: simple, findings: [] });
  const parsed = typeof text === 'string' ? parseAny(file, text) : text;
  remembered.set(bytes, parsed);
  return parsed;
}

/** Frees the memory that the values of a file take. The next `parse` of it takes its time again. */
export function forget(bytes: Uint8Array): void {
  remembered.delete(bytes);
}

function readableText(file: string, bytes: Uint8Array): string | Parsed {
  if (bytes.length > MAX_FILE_BYTES) return unparsed(file, '', tooLarge(file));
  const decoded = decode(bytes);
  if (!decoded.ok) return unparsed(file, decoded.text, notUtf8(file, decoded.offset));
  const refused = refusedCharacter(decoded.text);
  return refused === undefined ? decoded.text : unparsed(file, decoded.text, controlCharacter(file, refused));
}

function parseAny(file: string, text: string): Parsed {
  const read = readAnyYaml(text, file);
  return 'excess' in read ? unparsed(file, text, read.excess) : guarded(file, text, read);
}

function guarded(
  file: string,
  text: string,
  { root, findings }: Pick<Parsed, 'findings'> & { root: DocumentNode | undefined },
): Parsed {
  const { source, findings: more } = guardSecrets(file, text, root);
  return { source, ...(root && { root }), findings: [...findings, ...more] };
}

function unparsed(file: string, text: string, finding: Finding): Parsed {
  const { source, findings } = guardSecrets(file, text, undefined);
  return { source, findings: [finding, ...findings] };
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
