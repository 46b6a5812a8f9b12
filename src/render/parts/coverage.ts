import { type FieldPath, groupBy, nameList, type PlannedLayer, type Shard, type Unchecked } from '../../model/index.ts';
import { counted } from './phrases.ts';
import { type Line, line } from './terminal.ts';

export type UnknownFields = { readonly name: string; readonly unknown: readonly FieldPath[] };

export type UnknownGroup = { readonly paths: readonly FieldPath[]; readonly layers: readonly string[] };

export const UNKNOWN_TITLE = 'Unknown: no API shows these values, and they are not confirmed';

export function sandboxHead(sandbox: boolean): string {
  return sandbox ? 'SANDBOX · ' : '';
}

/** `Shard 2 of 4 · `; empty for a whole plan. */
export function shardHead(shard: Shard | undefined): string {
  return shard === undefined ? '' : `Shard ${shard.number} of ${shard.of} · `;
}

/** `Incomplete: 27 of 60 layers could not be read. `; empty if everything was read. */
export function incompleteHead(unread: readonly string[], of: number): string {
  return unread.length === 0 ? '' : `Incomplete: ${unread.length} of ${counted(of, 'layer')} could not be read. `;
}

/** `Not read: acme-ios, beta-ios`; `undefined` if everything was read. */
export function unreadText(unread: readonly string[]): string | undefined {
  return unread.length === 0 ? undefined : `Not read: ${nameList(unread)}`;
}

export function unreadLines(unread: readonly string[]): readonly Line[] {
  const text = unreadText(unread);
  return text === undefined ? [] : [line(0, text, 'bad')];
}

/** ` (3 values in 2 layers are unknown)`; empty if everything was readable. */
export function unknownText(layers: readonly Pick<UnknownFields, 'unknown'>[]): string {
  const partial = layers.filter((layer) => layer.unknown.length > 0);
  const values = partial.reduce((sum, layer) => sum + layer.unknown.length, 0);
  if (values === 0) return '';
  const verb = values === 1 ? 'is' : 'are';
  return ` (${counted(values, 'value')} in ${counted(partial.length, 'layer')} ${verb} unknown)`;
}

export function unknownGroups(layers: readonly UnknownFields[]): readonly UnknownGroup[] {
  const partial = layers.filter(({ unknown }) => unknown.length > 0);
  return [...groupBy(partial, ({ unknown }) => unknown.join(' ')).values()].map((group) => ({
    paths: group[0]?.unknown ?? [],
    layers: group.map(({ name }) => name),
  }));
}

/**
 * Layers with the same unknown fields share a line.
 *
 * @param maxNames names shown per line, by default ten
 */
export function unknownLines(layers: readonly UnknownFields[], maxNames?: number): readonly Line[] {
  const groups = unknownGroups(layers);
  if (groups.length === 0) return [];
  return [
    line(0, UNKNOWN_TITLE, 'strong'),
    ...groups.map(({ paths, layers: names }) => line(1, `${paths.join(', ')}: ${nameList(names, maxNames)}`)),
  ];
}

/** What comes from the ledger, in one sentence. Empty if everything was read. */
export function uncheckedTexts(layers: readonly Pick<PlannedLayer, 'unchecked'>[]): readonly string[] {
  const parts = (['layer', 'pixel'] as const).flatMap((what) => {
    const count = layers.filter(({ unchecked }) => unchecked?.includes(what)).length;
    return count === 0 ? [] : [UNCHECKED[what](counted(count, 'layer'))];
  });
  return parts.length === 0 ? [] : [`Not checked: ${parts.join('; ')}. reconcile drift --full reads everything.`];
}

const UNCHECKED: Readonly<Record<Unchecked, (layers: string) => string>> = {
  layer: (layers) => `whether Layers still has the layer (${layers})`,
  pixel: (layers) => `whether the ad account still has the pixel, as at the last check (${layers})`,
};
