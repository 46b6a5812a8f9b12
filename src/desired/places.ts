import type { Location } from '../model/index.ts';
import { type DocumentNode, lineAndColumn, type MapNode, type Path, type Source, type Span } from '../yaml/index.ts';

/**
 * Location of each written value, by its path: of the value for a scalar, of the key for a map or list, and `spark.0`
 * for a list entry. `''` is the document's first line. Inherited values are located in their fragment.
 */
export function placesOf(
  map: MapNode,
  filePath: string,
  sources: ReadonlyMap<string, Source>,
): Readonly<Record<string, Location>> {
  const whereOf = ({ file, start }: Span): Location => {
    const source = sources.get(file);
    return { file, ...(source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, start)) };
  };
  const places = new Map<string, Location>([['', { file: filePath, line: 1, column: 1 }]]);
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
