import type { Span } from './source.ts';

/** A YAML value with its location, in a different file if inherited. */
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
  /** A bigint if a number would be rounded. */
  readonly value: string | number | bigint | boolean | null;
  /** As in the file, with quotes. */
  readonly written: string;
};

/** Keys, and indices from 0. */
export type Path = readonly (string | number)[];

/** A path as text: `spark[0].code`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

export function valueAt(root: DocumentNode, path: Path): DocumentNode | undefined {
  return path.reduce<DocumentNode | undefined>((value, step) => {
    if (value?.kind === 'map') return value.members.get(String(step))?.value;
    return value?.kind === 'list' && typeof step === 'number' ? value.items[step] : undefined;
  }, root);
}

/** The span to underline: a scalar, the key of a map or list, or the parent if the path does not exist. */
export function spanAt(root: DocumentNode, path: Path): Span {
  const value = valueAt(root, path);
  if (value?.kind === 'scalar') return value.span;
  const key = keyAt(root, path);
  if (key !== undefined) return key;
  if (value !== undefined || path.length === 0) return firstWord(value ?? root);
  return spanAt(root, path.slice(0, -1));
}

export function keyAt(root: DocumentNode, path: Path): Span | undefined {
  const parent = valueAt(root, path.slice(0, -1));
  return parent?.kind === 'map' && path.length > 0 ? parent.members.get(String(path.at(-1)))?.key : undefined;
}

function firstWord(value: DocumentNode): Span {
  if (value.kind === 'map') return value.members.values().next().value?.key ?? value.span;
  if (value.kind === 'list') return value.items[0] === undefined ? value.span : firstWord(value.items[0]);
  return value.span;
}

/** The value without locations. */
export function plain(value: DocumentNode): unknown {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plain);
  const members: Record<string, unknown> = {};
  for (const [key, member] of value.members) members[key] = plain(member.value);
  return members;
}
