import type { MapNode, Member } from '../yaml/index.ts';

/** Keys that say something about a file, not about the layer. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['extends', '$schema']);

/** One map on top of another: maps merge, everything else is replaced. Each value keeps the place it was written at. */
export function overlay(below: MapNode, above: MapNode): MapNode {
  const members = new Map(below.members);
  for (const [key, member] of above.members) {
    const under = below.members.get(key);
    const both = under?.value.kind === 'map' && member.value.kind === 'map';
    members.set(key, both ? { key: member.key, value: overlay(asMap(under), asMap(member)) } : member);
  }
  return { kind: 'map', span: above.span, members };
}

/** What a file hands on to those that extend it. */
export function inheritable(file: MapNode): MapNode {
  return { ...file, members: new Map([...file.members].filter(([key]) => !OF_THE_FILE.has(key))) };
}

/** The map without the members that null took away, also further in. Lists stay as they are. */
export function withoutNulls(map: MapNode): MapNode {
  const members = new Map<string, Member>();
  for (const [key, { key: at, value }] of map.members) {
    if (value.kind === 'scalar' && value.value === null) continue;
    members.set(key, { key: at, value: value.kind === 'map' ? withoutNulls(value) : value });
  }
  return { ...map, members };
}

/** Whether null takes a member away, also further in. */
export function holdsNull({ members }: MapNode): boolean {
  return [...members.values()].some(({ value }) =>
    value.kind === 'map' ? holdsNull(value) : value.kind === 'scalar' && value.value === null,
  );
}

function asMap(member: Member): MapNode {
  // Only called where both are maps.
  return member.value as MapNode;
}
