import type { MapNode, Member } from '../yaml/index.ts';

/** Keys about a file, not about the layer. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['extends', '$schema']);

/** Merges two maps: maps merge, other values are replaced. Each value keeps its source location. */
export function overlay(below: MapNode, above: MapNode): MapNode {
  const members = new Map(below.members);
  for (const [key, member] of above.members) {
    const under = below.members.get(key);
    const both = under?.value.kind === 'map' && member.value.kind === 'map';
    members.set(key, both ? { key: member.key, value: overlay(asMap(under), asMap(member)) } : member);
  }
  return { kind: 'map', span: above.span, members };
}

/** The members of a file that others inherit. */
export function inheritable(file: MapNode): MapNode {
  return { ...file, members: new Map([...file.members].filter(([key]) => !OF_THE_FILE.has(key))) };
}

/** The map without null members, at any depth. Lists are unchanged. */
export function withoutNulls(map: MapNode): MapNode {
  const members = new Map<string, Member>();
  for (const [key, { key: at, value }] of map.members) {
    if (value.kind === 'scalar' && value.value === null) continue;
    members.set(key, { key: at, value: value.kind === 'map' ? withoutNulls(value) : value });
  }
  return { ...map, members };
}

/** Whether any member is null, at any depth. */
export function holdsNull({ members }: MapNode): boolean {
  return [...members.values()].some(({ value }) =>
    value.kind === 'map' ? holdsNull(value) : value.kind === 'scalar' && value.value === null,
  );
}

function asMap(member: Member): MapNode {
  // Only called if both are maps.
  return member.value as MapNode;
}
