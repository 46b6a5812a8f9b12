import type { FieldPath } from '../model/index.ts';
import { groupedBy, named } from './counting.ts';
import { type Line, line } from './style.ts';

/** Layers with the same unknown fields, and these fields. */
export type UnknownGroup = { readonly paths: readonly FieldPath[]; readonly layers: readonly string[] };

/** Leaves out layers without unknown fields. */
export function unknownGroups(
  layers: readonly { readonly name: string; readonly unknown: readonly FieldPath[] }[],
): readonly UnknownGroup[] {
  const blind = layers.filter(({ unknown }) => unknown.length > 0);
  return [...groupedBy(blind, ({ unknown }) => unknown.join(' ')).values()].map((group) => ({
    paths: group[0]?.unknown ?? [],
    layers: group.map(({ name }) => name),
  }));
}

/** Layers with the same unknown fields share a line. */
export function unknownLines(layers: Parameters<typeof unknownGroups>[0]): readonly Line[] {
  const groups = unknownGroups(layers);
  if (groups.length === 0) return [];
  return [
    line(0, 'Unknown: no API shows it, and nobody stated it', 'strong'),
    ...groups.map(({ paths, layers: names }) => line(1, `${paths.join(', ')}: ${named(names)}`)),
  ];
}
