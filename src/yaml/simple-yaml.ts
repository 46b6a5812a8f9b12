import type { DocumentNode, ListNode, MapNode, Member, ScalarNode } from './nodes.ts';

/**
 * Reads a map in the YAML that most documents are written in: block maps and lists, flow collections on one line, plain
 * and quoted scalars without escapes, comments. It takes a twentieth of the parser's time and reports
 * nothing: `undefined` for all other texts, also for all with an error. The parser decides about those.
 *
 * @param text without control characters
 */
export function readSimpleYaml(text: string, file: string): MapNode | undefined {
  if (text.length > MAX_CHARS || UNUSUAL.test(text)) return undefined;
  const lines = linesOf(text);
  if (lines[0]?.indent !== 0) return undefined;
  const reading: Reading = { text, file, lines, next: 0, at: 0 };
  const root = blockMap(reading, 0, 0);
  return reading.next === lines.length ? root : undefined;
}

/** The limits of `yaml-size.ts` are far above texts of this length and depth. */
const MAX_CHARS = 20_000;

const MAX_DEPTH = 10;

/** Tabs, other line ends, and what could be taken for one. */
const UNUSUAL = /[\t\r\u2028\u2029\ufeff]/;

/** A line with content: where that starts, counted from the start of the line and of the text. */
type Line = { readonly indent: number; readonly start: number };

type Reading = {
  readonly text: string;
  readonly file: string;
  readonly lines: Line[];
  /** Index of the line to read next. */
  next: number;
  /** Offset after the value that was read last. */
  at: number;
};

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < text.length; ) {
    const start = afterSpaces(text, from);
    if (text[start] !== '#' && text[start] !== '\n' && start < text.length) lines.push({ indent: start - from, start });
    const feed = text.indexOf('\n', start);
    from = feed === -1 ? text.length : feed + 1;
  }
  return lines;
}

/** Maps of a list begin on the line of its item. */
function blockMap(reading: Reading, indent: number, depth: number): MapNode | undefined {
  const start = reading.lines[reading.next]?.start ?? 0;
  const members = new Map<string, Member>();
  while (reading.lines[reading.next]?.indent === indent) {
    const line = reading.lines[reading.next]?.start ?? 0;
    if (isItem(reading.text, line)) break;
    const key = matchAt(KEY, reading.text, line);
    if (key === undefined || key === '__proto__' || members.has(key)) return undefined;
    const at = { file: reading.file, start: line, end: line + key.length };
    const value = memberValue(reading, at, indent, depth);
    if (value === undefined) return undefined;
    members.set(key, { key: at, value });
  }
  return members.size === 0 ? undefined : { kind: 'map', span: spanTo(reading, start), members };
}

function memberValue(reading: Reading, key: Member['key'], indent: number, depth: number): DocumentNode | undefined {
  const start = afterSpaces(reading.text, key.end + 1);
  if (!endsAt(reading.text, start)) return lineValue(reading, start, indent, depth);
  reading.next += 1;
  reading.at = key.end;
  const below = reading.lines[reading.next];
  if (below !== undefined && depth < MAX_DEPTH) {
    const isList = isItem(reading.text, below.start);
    if (isList && below.indent >= indent) return blockList(reading, below.indent, depth + 1);
    if (below.indent > indent) return blockMap(reading, below.indent, depth + 1);
  }
  return { kind: 'scalar', span: key, value: null, written: reading.text.slice(key.start, key.end) };
}

function blockList(reading: Reading, indent: number, depth: number): ListNode | undefined {
  const start = reading.lines[reading.next]?.start ?? 0;
  const items: DocumentNode[] = [];
  for (;;) {
    const line = reading.lines[reading.next];
    if (line?.indent !== indent || !isItem(reading.text, line.start)) break;
    const inner = afterSpaces(reading.text, line.start + 1);
    const item = listItem(reading, { indent: indent + inner - line.start, start: inner }, indent, depth);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: 'list', span: spanTo(reading, start), items };
}

function listItem(reading: Reading, inner: Line, indent: number, depth: number): DocumentNode | undefined {
  if (endsAt(reading.text, inner.start) || depth >= MAX_DEPTH) return undefined;
  if (matchAt(KEY, reading.text, inner.start) === undefined) return lineValue(reading, inner.start, indent, depth);
  reading.lines[reading.next] = inner;
  return blockMap(reading, inner.indent, depth + 1);
}

/** A value up to the end of its line. If a deeper line follows, the value continues there. */
function lineValue(reading: Reading, start: number, indent: number, depth: number): DocumentNode | undefined {
  const value = inlineValue(reading, start, PLAIN, depth);
  if (value === undefined || !endsAt(reading.text, afterSpaces(reading.text, reading.at), reading.at)) return undefined;
  reading.next += 1;
  return (reading.lines[reading.next]?.indent ?? 0) > indent ? undefined : value;
}

/** @param plain the form of a scalar without quotes */
function inlineValue(reading: Reading, start: number, plain: RegExp, depth: number): DocumentNode | undefined {
  const first = reading.text[start];
  if (first === '[') return depth < MAX_DEPTH ? flowList(reading, start, depth + 1) : undefined;
  if (first === '{') return depth < MAX_DEPTH ? flowMap(reading, start, depth + 1) : undefined;
  const isQuoted = first === '"' || first === "'";
  const match = matchAt(first === '"' ? DOUBLE : first === "'" ? SINGLE : plain, reading.text, start);
  if (match === undefined) return undefined;
  const written = isQuoted ? match : match.replace(/ +$/, '');
  const value = isQuoted ? written.slice(1, -1) : plainValue(written);
  if (value === undefined) return undefined;
  return { kind: 'scalar', span: spanTo(reading, start, start + written.length), value, written };
}

function flowList(reading: Reading, start: number, depth: number): ListNode | undefined {
  const items: DocumentNode[] = [];
  let at = afterSpaces(reading.text, start + 1);
  while (reading.text[at] !== ']') {
    const item = inlineValue(reading, at, PLAIN_IN_FLOW, depth);
    if (item === undefined) return undefined;
    items.push(item);
    const after = afterItem(reading, ']');
    if (after === undefined) return undefined;
    at = after;
  }
  return { kind: 'list', span: spanTo(reading, start, at + 1), items };
}

function flowMap(reading: Reading, start: number, depth: number): MapNode | undefined {
  const members = new Map<string, Member>();
  let at = afterSpaces(reading.text, start + 1);
  while (reading.text[at] !== '}') {
    const key = matchAt(KEY, reading.text, at);
    if (key === undefined || key === '__proto__' || members.has(key)) return undefined;
    const span = { file: reading.file, start: at, end: at + key.length };
    const value = inlineValue(reading, afterSpaces(reading.text, span.end + 1), PLAIN_IN_FLOW, depth);
    if (value === undefined) return undefined;
    members.set(key, { key: span, value });
    const after = afterItem(reading, '}');
    if (after === undefined) return undefined;
    at = after;
  }
  return { kind: 'map', span: spanTo(reading, start, at + 1), members };
}

/** Where the next item or the end of the collection is. */
function afterItem({ text, at }: Reading, close: string): number | undefined {
  const end = afterSpaces(text, at);
  if (text[end] === close) return end;
  const next = text[end] === ',' ? afterSpaces(text, end + 1) : end;
  return next === end || text[next] === close ? undefined : next;
}

/** A key that is followed by a value, or by the end of the line. */
const KEY = /[A-Za-z_$][\w$.-]{0,199}(?=:(?: |$))/my;

const DOUBLE = /"[^"\\\n]*"/y;

const SINGLE = /'[^'\n]*'(?!')/y;

const PLAIN = /[A-Za-z0-9_$./~+\u00a1-\ud7ff](?:[^\n:#]+|:(?! |$)|(?<! )#)*/my;

const PLAIN_IN_FLOW = /[A-Za-z0-9_$./~+][^\n,[\]{}:#]*/y;

/** Everything that is a number in the core schema. */
const NUMBER =
  /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;

/** Without a sign, leading zeros or more digits than a number keeps. */
const USUAL_NUMBER = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?$/;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

function plainValue(written: string): ScalarNode['value'] | undefined {
  const word = WORDS.get(written);
  if (word !== undefined) return word;
  if (!NUMBER.test(written)) return written;
  return USUAL_NUMBER.test(written) ? Number(written) : undefined;
}

/** @param pattern sticky */
function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : undefined;
}

function isItem(text: string, start: number): boolean {
  return text[start] === '-' && (text[start + 1] === ' ' || text[start + 1] === '\n');
}

/** Whether only a comment follows on the line. @param from where a space must separate it */
function endsAt(text: string, at: number, from?: number): boolean {
  return at >= text.length || text[at] === '\n' || (text[at] === '#' && at !== from);
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}

/** A block ends with its last value. */
function spanTo(reading: Reading, start: number, end: number = reading.at): DocumentNode['span'] {
  reading.at = end;
  return { file: reading.file, start, end };
}
