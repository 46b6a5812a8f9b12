import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { parsePlainJson } from './plain-json.ts';
import { type World, worldShape } from './world.ts';

/** More problems are not useful, and locating each one takes time. */
const MAX_PROBLEMS = 100;

/** A problem in a world file. Lines and columns count from 1. */
type WorldProblem = { readonly message: string; readonly line: number; readonly column: number };

export type LoadedWorld =
  | { readonly ok: true; readonly world: World }
  | { readonly ok: false; readonly problems: readonly WorldProblem[] };

/**
 * Reads a world file, YAML or JSON. Unknown keys, ids that are not strings and duplicate ids are problems.
 *
 * @param file its path; messages contain the last part
 */
export function loadWorld(text: string, file: string): LoadedWorld {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const lines = new LineCounter();
  const plain = worldShape.safeParse(parsePlainJson(text));
  if (plain.success) return { ok: true, world: plain.data };
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const { line, column } = lineAndColumn(text, deep);
    return { ok: false, problems: [{ message: 'nested more than 200 deep', line, column }] };
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    intAsBigInt: true,
    stringKeys: true,
    // The parser would compare each key with all others of its map; `repeatedKeys` reads each key once.
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
    merge: false,
  });
  const at = (offset: number, message: string): WorldProblem => {
    const { line, col } = lines.linePos(offset);
    return { message, line, column: col };
  };

  const faults = [...document.errors, ...document.warnings]
    .slice(0, MAX_PROBLEMS)
    .map((fault) => at(fault.pos[0], fault.message));
  if (faults.length > 0) return { ok: false, problems: faults };
  const repeated = repeatedKeys(document).map((offset) => at(offset, 'Map keys must be unique'));
  if (repeated.length > 0) return { ok: false, problems: repeated.slice(0, MAX_PROBLEMS) };
  const rounded = unsafeIntegers(document).map(({ offset, digits }) =>
    at(offset, `${digits} has more digits than a number can hold; put it in quotes`),
  );
  if (rounded.length > 0) return { ok: false, problems: rounded };

  let raw: unknown;
  try {
    raw = withNumbers(document.toJS({ maxAliasCount: 10_000 }));
  } catch (error) {
    return { ok: false, problems: [at(0, error instanceof Error ? error.message : 'cannot be read')] };
  }
  const checked = worldShape.safeParse(raw ?? {});
  // A clone, because two aliases of one anchor are one object, and the sandbox changes its world in place.
  if (checked.success) return { ok: true, world: structuredClone(checked.data) };
  return {
    ok: false,
    problems: checked.error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
      const path = issue.path.map(String).join('.') || name;
      if (issue.code !== 'unrecognized_keys') return [at(offsetOf(document, issue.path), `${path}: ${issue.message}`)];
      return issue.keys
        .slice(0, MAX_PROBLEMS)
        .map((key) =>
          at(offsetOf(document, [...issue.path, key], 'key'), `${path} has no member ${JSON.stringify(key)}`),
        );
    }),
  };
}

/** The parser is recursive, and a stack overflow can end the process. */
const MAX_DEPTH = 200;

/** Offset at which a YAML text is nested more than 200 deep (estimated from its tokens); `undefined` if it is not. */
export function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  let inLine = 0;
  let offset = 0;
  let afterMark = false;
  for (const token of new Lexer().lex(text)) {
    if (/^\r?\n$/.test(token)) inLine = 0;
    else if (afterMark) afterMark = false;
    else if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?') inLine += 1;
    // A level is indented by at least one column.
    else if (inLine === 0 && /^ +$/.test(token)) inLine = token.length / 2;
    if (brackets + inLine > MAX_DEPTH) return offset;
    // Marks of the lexer have no characters; after this one comes a scalar, whatever it contains.
    if (token === '\u001f') afterMark = true;
    if (!/^[\u0002\u0018\u001f]$/.test(token)) offset += token.length;
  }
  return undefined;
}

function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function repeatedKeys(document: Document): readonly number[] {
  const found: number[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (isScalar(key) && seen.has(name)) found.push(key.range?.[0] ?? 0);
        seen.add(name);
      }
    },
  });
  return found;
}

function unsafeIntegers(document: Document): readonly { readonly offset: number; readonly digits: string }[] {
  const found: { offset: number; digits: string }[] = [];
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'bigint' && !Number.isSafeInteger(Number(node.value))) {
        found.push({ offset: node.range?.[0] ?? 0, digits: String(node.value) });
      }
    },
  });
  return found;
}

/** Converts bigint to number. Integers are parsed as bigint to detect long ones. */
function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withNumbers(member)]));
}

/** Offset of a member, or of its parent if it is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[], point: 'key' | 'value' = 'value'): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const [depth, step] of path.entries()) {
    const here: unknown = isAlias(node) ? node.resolve(document) : node;
    const last = depth === path.length - 1;
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => (isScalar(key) ? String(key.value) : undefined) === String(step));
      if (pair === undefined) return offset;
      node = pair.value;
      offset = startOf(last && point === 'key' ? pair.key : (pair.value ?? pair.key), offset);
    } else if (isSeq(here)) {
      node = here.items[Number(step)];
      offset = startOf(node, offset);
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown, otherwise: number): number {
  // Every node from the parser has a range.
  return (node as Node | null | undefined)?.range?.[0] ?? otherwise;
}
