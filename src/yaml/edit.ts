import type { Value } from '../model/index.ts';
import type { DocumentNode, MapNode, Member } from './nodes.ts';
import { parse } from './parse.ts';
import { yamlText } from './yaml-text.ts';

/** A member to set, or to remove if it has no value. */
export type MemberEdit = { readonly path: readonly string[]; readonly value: Value | undefined };

/**
 * The text of a document with these members set. All other bytes stay: comments, quotes, key order, line ends. A caller
 * must load the result: a layout that this does not understand gives a text that is invalid or has other values.
 *
 * @returns `undefined` if the text is not a map
 */
export function editMembers(text: string, edits: readonly MemberEdit[]): string | undefined {
  const feed = text.includes('\r\n') ? '\r\n' : '\n';
  let edited = text;
  for (const { path, value } of edits) {
    const { root } = parse('', new TextEncoder().encode(edited));
    if (root?.kind !== 'map') return undefined;
    const [start, end, written] = spliceOf(edited, root, path, value);
    edited = edited.slice(0, start) + written.replaceAll('\n', feed) + edited.slice(end);
  }
  return edited;
}

/** Replaces the text from `start` to `end`. Line feeds are converted later. */
type Splice = readonly [start: number, end: number, text: string];

const NOTHING: Splice = [0, 0, ''];

function spliceOf(text: string, root: MapNode, path: readonly string[], value: Value | undefined): Splice {
  const [key = '', ...rest] = path;
  const member = root.members.get(key);
  if (member === undefined) return value === undefined ? NOTHING : inserted(text, root, key, nested(rest, value));
  if (rest.length > 0 && member.value.kind === 'map') {
    const isLast = value === undefined && member.value.members.size === 1 && member.value.members.has(rest[0] ?? '');
    return isLast ? removed(text, root, member) : spliceOf(text, member.value, rest, value);
  }
  if (value === undefined) return removed(text, root, member);
  return replaced(text, member, nested(rest, value));
}

function nested(path: readonly string[], value: Value): Value {
  return path.reduceRight<Value>((inner, key) => ({ [key]: inner }), value);
}

function replaced(text: string, { key, value: node }: Member, value: Value): Splice {
  // The value of an alias is in a different place.
  const alias = /^\s*:\s+(\*[^\s,\]}]+)/.exec(text.slice(key.end));
  if (alias?.[1] !== undefined) {
    const start = key.end + alias[0].length - alias[1].length;
    return [start, start + alias[1].length, inlineYaml(value)];
  }
  if (node.kind === 'list' && Array.isArray(value) && !isFlow(text, node)) return blockItems(text, node, value);
  // A missing value has the location of its key.
  if (node.span.start === key.start) {
    const colon = text.indexOf(':', key.end) + 1;
    return [colon, colon, ` ${inlineYaml(value)}`];
  }
  if (node.kind !== 'scalar' && !isFlow(text, node)) {
    const [colon, end] = [text.indexOf(':', key.end) + 1, lineEnd(text, leafEnd(text, node))];
    return [colon, end, ` ${inlineYaml(value)}${text.slice(0, end).endsWith('\n') ? '\n' : ''}`];
  }
  const old = text.slice(node.span.start, node.span.end);
  return [node.span.start, node.span.end, `${inStyleOf(old, value)}${old.endsWith('\n') ? '\n' : ''}`];
}

/** With the quotes that the old text has. */
function inStyleOf(old: string, value: Value): string {
  if (typeof value !== 'string') return inlineYaml(value);
  if (old.startsWith("'") && !/[\n'\\]/.test(value)) return `'${value}'`;
  return old.startsWith('"') ? JSON.stringify(value) : plainOrQuoted(value);
}

/** On one line, valid in block and flow style. */
export function inlineYaml(value: Value): string {
  if (typeof value === 'string') return plainOrQuoted(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(inlineYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${plainOrQuoted(key)}: ${inlineYaml(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function plainOrQuoted(value: string): string {
  return /^\w([\w .-]*\w)?$/.test(value) ? yamlText(value).trimEnd() : JSON.stringify(value);
}

/** Removes lines of items that are gone, and adds the new ones below the last item. */
function blockItems(text: string, node: Extract<DocumentNode, { kind: 'list' }>, value: readonly Value[]): Splice {
  const written = node.items.map((item) => ({ item, value: item.kind === 'scalar' ? item.value : undefined }));
  const added = value.filter((one) => !written.some((item) => item.value === one));
  const [first] = node.items;
  const start = lineStart(text, first?.span.start ?? node.span.start);
  const last = node.items.at(-1);
  const end = lineEnd(text, last?.span.end ?? node.span.end);
  const dash = /^[ \t]*/.exec(text.slice(start, end))?.[0] ?? '';
  let kept = '';
  for (let at = start, index = 0; index < written.length; index += 1) {
    const next = index + 1 < written.length ? lineStart(text, node.items[index + 1]?.span.start ?? end) : end;
    const isKept = value.some((one) => one === written[index]?.value);
    if (isKept) kept += withFeed(text.slice(at, next));
    at = next;
  }
  const lines = kept + added.map((one) => `${dash}- ${inlineYaml(one)}\n`).join('');
  const unified = lines.replaceAll('\r\n', '\n');
  return [start, end, text.slice(0, end).endsWith('\n') ? unified : unified.trimEnd()];
}

function inserted(text: string, parent: MapNode, key: string, value: Value): Splice {
  const members = [...parent.members.values()];
  const [first] = members;
  if (text[parent.span.start] === '{' || first === undefined) {
    const end = parent.span.end - 1;
    const before = text.slice(0, end).trimEnd().length;
    const isJson = /^\{\s*"/.test(text.slice(parent.span.start));
    const name = isJson ? JSON.stringify(key) : plainOrQuoted(key);
    const comma = first === undefined ? ' ' : ', ';
    return [before, before, `${comma}${name}: ${isJson ? JSON.stringify(value) : inlineYaml(value)}`];
  }
  const start = lineStart(text, first.key.start);
  const indent = text.slice(start, first.key.start);
  // A pasted JSON object below a head stays last.
  const inBlock = members.filter(({ key: at }) => text.slice(lineStart(text, at.start), at.start) === indent);
  const end = lineEnd(
    text,
    Math.max(...inBlock.map(({ value: node, key: at }) => Math.max(at.end, leafEnd(text, node)))),
  );
  const lines = yamlText({ [key]: value }).replaceAll(/^(?=.)/gm, indent);
  return [end, end, text.slice(0, end).endsWith('\n') ? lines : `\n${lines.trimEnd()}`];
}

function removed(text: string, parent: MapNode, { key, value }: Member): Splice {
  const end = Math.max(key.end, leafEnd(text, value));
  if (text[parent.span.start] !== '{') return [lineStart(text, key.start), lineEnd(text, end), ''];
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after !== null) return [key.start, end + after[0].length, ''];
  const before = /,\s*$/.exec(text.slice(0, key.start));
  return [key.start - (before?.[0].length ?? 0), end, ''];
}

/** Of the last character of a value: a block may reach over comments and empty lines below it. */
function leafEnd(text: string, node: DocumentNode): number {
  if (node.kind === 'scalar' || isFlow(text, node)) {
    return text.slice(0, node.span.end).endsWith('\n') ? node.span.end - 1 : node.span.end;
  }
  const inside = node.kind === 'list' ? node.items : [...node.members.values()].map(({ value }) => value);
  return Math.max(node.span.start, ...inside.map((one) => leafEnd(text, one)));
}

/** Written in braces or brackets. */
function isFlow(text: string, { span }: DocumentNode): boolean {
  return text[span.start] === '{' || text[span.start] === '[';
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** After the line feed, or the end of the text. */
function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed === -1 ? text.length : feed + 1;
}

function withFeed(lines: string): string {
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}
