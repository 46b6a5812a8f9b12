import type { Location } from '../model/index.ts';
import { type DocumentNode, lineAndColumn, type MapNode, type Path, type Source, type Span } from '../yaml/index.ts';

/**
 * Where each written value stands, by its path: a scalar by itself, a map or list by its key, an entry of a list as
 * `spark.0`. `''` is the document's first line. Inherited values stand in the fragment they come from.
 */
export function placesOf(
  map: MapNode,
  address: string,
  sources: ReadonlyMap<string, Source>,
): Readonly<Record<string, Location>> {
  const whereOf = ({ file, start }: Span): Location => {
    const source = sources.get(file);
    return { file, ...(source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, start)) };
  };
  const places = new Map<string, Location>([['', { file: address, line: 1, column: 1 }]]);
  const walk = (value: DocumentNode, path: Path, key: Span): void => {
    places.set(path.join('.'), whereOf(value.kind === 'scalar' ? value.span : key));
    if (value.kind === 'list')
      for (const [index, item] of value.items.entries()) walk(item, [...path, index], item.span);
    if (value.kind === 'map')
      for (const [name, member] of value.members) walk(member.value, [...path, name], member.key);
  };
  for (const [name, { key, value }] of map.members) walk(value, [name], key);
  return Object.fromEntries(places);
}
