import type { Finding, MapNode } from '../yaml/index.ts';
import { inheritable, overlay } from './overlay.ts';
import type { Reference } from './references.ts';
import type { Opened, Repository } from './repository.ts';

/** A file merged with all it extends. `sound` is false if a part is missing, so that absent fields may be in there. */
export type Extended = { readonly map: MapNode; readonly sound: boolean };

/** Merges files with those they extend. Each fragment is merged once, no matter how many documents extend it. */
export function extender(files: Repository): (opened: Opened, root: MapNode) => Extended {
  const laidOut = new Map<string, Extended | 'going on'>();

  const extend = ({ references, findings }: Opened, root: MapNode): Extended => {
    let below: MapNode = { kind: 'map', span: root.span, members: new Map() };
    // The value of an alias that could not be resolved is missing.
    let sound = !findings.some(({ code }) => code === 'document/aliases');
    for (const { leads } of references) {
      const part = leads.ok ? layOut(leads.filePath) : undefined;
      if (part === undefined) sound = false;
      else {
        below = overlay(below, inheritable(part.map));
        sound &&= part.sound;
      }
    }
    return { map: overlay(below, root), sound };
  };

  const layOut = (filePath: string): Extended | undefined => {
    const known = laidOut.get(filePath);
    // A cycle, reported by `extendsFindings`.
    if (known === 'going on') return undefined;
    if (known !== undefined) return known;
    const opened = files.get(filePath);
    if (opened?.root === undefined || opened.kind === 'document') return undefined;
    laidOut.set(filePath, 'going on');
    const extended = extend(opened, opened.root);
    laidOut.set(filePath, extended);
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
  return [...wrong, ...circles(files)];
}

function faultOf({ written, leads }: Reference, files: Repository): { message: string; remedy: string } | undefined {
  const shown = JSON.stringify(written);
  if (!leads.ok) {
    const remedy = 'Name a file of this repository, relative to this file.';
    return { message: `extends names ${shown}, which ${leads.fault}.`, remedy };
  }
  const meant = files.get(leads.filePath);
  if (meant === undefined) {
    return {
      message: `extends names ${shown}, and there is no file ${leads.filePath}.`,
      remedy: 'Correct the path, or add the file.',
    };
  }
  // A problem with its own code, such as too-large, is reported under that code.
  if (meant.file.problem?.code === 'document/unreadable') {
    const remedy = meant.file.problem.remedy ?? 'Correct the path, or add the file.';
    return { message: `extends names ${shown}: ${meant.file.problem.message}`, remedy };
  }
  if (meant.kind === 'document' && meant.root !== undefined) {
    const remedy = 'Move what the two share into a fragment: a file without name and project.';
    return { message: `extends names ${shown}, which is a layer document itself.`, remedy };
  }
  return undefined;
}

/** Each cycle once, at the reference that closes it, starting from the first file path. */
function circles(files: Repository): readonly Finding[] {
  const done = new Set<string>();
  const way: string[] = [];
  const findings: Finding[] = [];
  const visit = (filePath: string): void => {
    way.push(filePath);
    for (const reference of files.get(filePath)?.references ?? []) {
      if (!reference.leads.ok) continue;
      const next = reference.leads.filePath;
      const start = way.indexOf(next);
      if (start !== -1) {
        const round = [...way.slice(start), next].join(' → ');
        findings.push(finding(reference, `extends goes round in a circle: ${round}.`, 'Remove one of these extends.'));
      } else if (!done.has(next)) visit(next);
    }
    way.pop();
    done.add(filePath);
  };
  for (const filePath of files.keys()) if (!done.has(filePath)) visit(filePath);
  return findings;
}

function finding({ at }: Reference, message: string, remedy: string): Finding {
  return { code: 'document/extends', message, at, remedy };
}
