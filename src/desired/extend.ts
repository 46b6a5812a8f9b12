import type { Finding, MapNode, Member } from '../yaml/index.ts';
import type { Open, OpenedFile, Reference, Repository } from './repository.ts';

/** A file merged with all it extends. If a part is missing, the map may lack fields and is not complete. */
export type Extended = { readonly map: MapNode; readonly isComplete: boolean };

/** Merges files with those they extend. Each fragment is merged once, no matter how many documents extend it. */
export function extender(open: Open): (opened: OpenedFile, root: MapNode) => Extended {
  const mergedFragments = new Map<string, Extended | 'in progress'>();

  const extend = ({ references, findings }: OpenedFile, root: MapNode): Extended => {
    let inherited: MapNode | undefined;
    // The value of an alias that could not be resolved is missing.
    let isComplete = !findings.some(({ code }) => code === 'document/aliases');
    for (const { target } of references) {
      const part = 'filePath' in target ? mergeFragment(target.filePath) : undefined;
      if (part === undefined) isComplete = false;
      else {
        inherited = inherited === undefined ? part.map : overlay(inherited, part.map);
        isComplete &&= part.isComplete;
      }
    }
    return { map: inherited === undefined ? root : overlay(inherited, root), isComplete };
  };

  const mergeFragment = (filePath: string): Extended | undefined => {
    const known = mergedFragments.get(filePath);
    // A cycle, reported by `extendsFindings`.
    if (known === 'in progress') return undefined;
    if (known !== undefined) return known;
    const opened = open(filePath);
    if (opened?.root === undefined || !opened.isNameless) return undefined;
    mergedFragments.set(filePath, 'in progress');
    const { map, isComplete } = extend(opened, opened.root);
    const extended = { map: inheritable(map), isComplete };
    mergedFragments.set(filePath, extended);
    return extended;
  };

  return extend;
}

/** Every `extends` that points to a missing file, outside of the root, to a layer document, or into a cycle. */
export function extendsFindings(files: Repository): readonly Finding[] {
  const wrong = [...files.values()].flatMap(({ references }) =>
    references.flatMap((reference) => {
      const fault = faultOf(reference, files);
      return fault === undefined ? [] : [finding(reference, fault.message, fault.remedy)];
    }),
  );
  return [...wrong, ...cycles(files)];
}

/** The map without null members, at any depth. Lists are unchanged. */
export function withoutNulls(map: MapNode): MapNode {
  if (!hasNull(map)) return map;
  const members = new Map<string, Member>();
  for (const [key, { key: at, value }] of map.members) {
    if (value.kind === 'scalar' && value.value === null) continue;
    members.set(key, { key: at, value: value.kind === 'map' ? withoutNulls(value) : value });
  }
  return { ...map, members };
}

/** Whether any member is null, at any depth. */
export function hasNull({ members }: MapNode): boolean {
  for (const { value } of members.values()) {
    if (value.kind === 'map' ? hasNull(value) : value.kind === 'scalar' && value.value === null) return true;
  }
  return false;
}

/** Merges two maps: maps merge, other values are replaced. Each value keeps its source location. */
function overlay(below: MapNode, above: MapNode): MapNode {
  const members = new Map(below.members);
  for (const [key, { key: at, value }] of above.members) {
    const under = below.members.get(key)?.value;
    const merged = under?.kind === 'map' && value.kind === 'map' ? overlay(under, value) : value;
    members.set(key, { key: at, value: merged });
  }
  return { kind: 'map', span: above.span, members };
}

/** Keys about a file, not about the layer. */
const FILE_KEYS: ReadonlySet<string> = new Set(['extends', '$schema']);

function inheritable(file: MapNode): MapNode {
  return { ...file, members: new Map([...file.members].filter(([key]) => !FILE_KEYS.has(key))) };
}

function faultOf({ written, target }: Reference, files: Repository): { message: string; remedy: string } | undefined {
  const shown = JSON.stringify(written);
  if ('fault' in target) {
    const remedy = 'Write the path of a file in this repository, relative to this file, such as ../defaults/ios.yaml.';
    return { message: `extends names ${shown}, which ${target.fault}.`, remedy };
  }
  const remedy = 'Correct the path, or add the file.';
  const found = files.get(target.filePath);
  if (found === undefined) {
    return { message: `extends names ${shown}, but the file ${target.filePath} does not exist.`, remedy };
  }
  // A problem with its own code, such as too-large, is reported under that code.
  const { problem } = found.file;
  if (problem?.code === 'document/unreadable') {
    return { message: `extends names ${shown}: ${problem.message}`, remedy: problem.remedy ?? remedy };
  }
  if (found.kind === 'document' && found.isMap) {
    return {
      message: `extends names ${shown}, which is a layer document.`,
      remedy: 'Move the shared values into a fragment: a file without name and project.',
    };
  }
  return undefined;
}

/** Each cycle once, at the reference that closes it, starting from the first file path. */
function cycles(files: Repository): readonly Finding[] {
  const done = new Set<string>();
  const path: string[] = [];
  const findings: Finding[] = [];
  const visit = (filePath: string): void => {
    path.push(filePath);
    for (const reference of files.get(filePath)?.references ?? []) {
      if ('fault' in reference.target) continue;
      const next = reference.target.filePath;
      const start = path.indexOf(next);
      if (start !== -1) {
        const cycle = [...path.slice(start), next].join(' → ');
        findings.push(finding(reference, `extends forms a cycle: ${cycle}.`, 'Remove one of these extends.'));
      } else if (!done.has(next)) visit(next);
    }
    path.pop();
    done.add(filePath);
  };
  for (const filePath of files.keys()) if (!done.has(filePath)) visit(filePath);
  return findings;
}

function finding({ at }: Reference, message: string, remedy: string): Finding {
  return { code: 'document/extends', message, at, remedy };
}
