import type { Span } from './source.ts';

/** A value of a YAML text that knows where it stands, also when it was inherited from another file. */
export type DocumentNode = MapNode | ListNode | ScalarNode;

export type MapNode = {
  readonly kind: 'map';
  readonly span: Span;
  readonly members: ReadonlyMap<string, Member>;
};

export type Member = { readonly key: Span; readonly value: DocumentNode };

export type ListNode = { readonly kind: 'list'; readonly span: Span; readonly items: readonly DocumentNode[] };

export type ScalarNode = {
  readonly kind: 'scalar';
  readonly span: Span;
  /** An integer that JavaScript would round is a bigint. */
  readonly value: string | number | bigint | boolean | null;
  /** As it is written in the file, quotes included. */
  readonly written: string;
};

/** Where something stands in a document: keys, and indices from 0. */
export type Path = readonly (string | number)[];

/** A path for people: `spark[0].code`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** What stands at a path; `undefined` where nothing does. */
export function valueAt(root: DocumentNode, path: Path): DocumentNode | undefined {
  return path.reduce<DocumentNode | undefined>((value, step) => {
    if (value?.kind === 'map') return value.members.get(String(step))?.value;
    return value?.kind === 'list' && typeof step === 'number' ? value.items[step] : undefined;
  }, root);
}

/** The words to point at for a path: a scalar itself; for a map or list its key; for what is missing, its parent. */
export function spanAt(root: DocumentNode, path: Path): Span {
  const value = valueAt(root, path);
  if (value?.kind === 'scalar') return value.span;
  const key = keyAt(root, path);
  if (key !== undefined) return key;
  if (value !== undefined || path.length === 0) return firstWord(value ?? root);
  return spanAt(root, path.slice(0, -1));
}

/** The key a path ends with, where it ends with one that is there. */
export function keyAt(root: DocumentNode, path: Path): Span | undefined {
  const parent = valueAt(root, path.slice(0, -1));
  return parent?.kind === 'map' && path.length > 0 ? parent.members.get(String(path.at(-1)))?.key : undefined;
}

/** A map or list without a key is shown by its first word: underlining all of it says nothing. */
function firstWord(value: DocumentNode): Span {
  if (value.kind === 'map') return value.members.values().next().value?.key ?? value.span;
  if (value.kind === 'list') return value.items[0] === undefined ? value.span : firstWord(value.items[0]);
  return value.span;
}

/** The value without its places. */
export function plain(value: DocumentNode): unknown {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plain);
  return Object.fromEntries([...value.members].map(([key, member]) => [key, plain(member.value)]));
}
