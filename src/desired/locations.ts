import type { DesiredLayer, Location } from '../model/index.ts';
import { type DocumentNode, lineAndColumn, type MapNode, type Path, type Source, type Span } from '../yaml/index.ts';
import { extender, withoutNulls } from './extend.ts';
import type { Open } from './repository.ts';

/**
 * Finds the locations of a document's values. It parses the document again: most runs need the locations of few
 * documents, and those of all would take most of the memory.
 */
export function locator(open: Open): (filePath: string) => DesiredLayer['location'] {
  return (filePath) => {
    const opened = open(filePath);
    if (opened?.root === undefined) return {};
    const { map } = extender(open)(opened, opened.root);
    return locationsOf(withoutNulls(map), filePath, (path) => (path === filePath ? opened : open(path))?.source);
  };
}

/**
 * Location of each written value, by its path: of the value for a scalar, of the key for a map or list, and `spark.0`
 * for a list entry. `''` is the document's first line. Inherited values are located in their fragment.
 */
function locationsOf(
  map: MapNode,
  filePath: string,
  sourceOf: (filePath: string) => Source | undefined,
): Readonly<Record<string, Location>> {
  const locationOf = ({ file, start }: Span): Location => {
    const source = sourceOf(file);
    return { file, ...(source === undefined ? { line: 1, column: 1 } : lineAndColumn(source, start)) };
  };
  const locations = new Map<string, Location>([['', { file: filePath, line: 1, column: 1 }]]);
  const walk = (value: DocumentNode, path: Path, key: Span): void => {
    locations.set(path.join('.'), locationOf(value.kind === 'scalar' ? value.span : key));
    if (value.kind === 'list')
      for (const [index, item] of value.items.entries()) walk(item, [...path, index], item.span);
    if (value.kind === 'map')
      for (const [name, member] of value.members) walk(member.value, [...path, name], member.key);
  };
  for (const [name, { key, value }] of map.members) walk(value, [name], key);
  return Object.fromEntries(locations);
}
