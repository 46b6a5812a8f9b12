import type { ProblemCode } from '../model/index.ts';
import { type Finding, type MapNode, type Path, type ScalarNode, valueAt } from '../yaml/index.ts';

/** One document merged with all it extends. */
export type Candidate = { readonly filePath: string; readonly map: MapNode };

/** Two documents for one layer would overwrite each other's changes forever; each one but the first is reported. */
export function rivalFindings(documents: readonly Candidate[]): readonly Finding[] {
  return [
    ...duplicates(documents, ['name'], 'document/duplicate-name', 'name', 'Give one of them another name.'),
    ...duplicates(
      documents,
      ['adAccountId'],
      'document/duplicate-account',
      'ad account',
      'Keep one document for each ad account.',
    ),
    ...projectRivals(documents),
  ];
}

const NAME_LAYERS =
  'Keep one document for each project. If the project has several TikTok layers, name the one of each document: layer: ID.';

/** Several documents may have the same project if each has its own `layer`. */
function projectRivals(documents: readonly Candidate[]): readonly Finding[] {
  const code = 'document/duplicate-project';
  const earlier = new Map<string, { readonly filePath: string; readonly layer: string | undefined }[]>();
  return documents.flatMap(({ filePath, map }): readonly Finding[] => {
    const project = textAt(map, 'project');
    if (project === undefined) return [];
    const layer = textAt(map, 'layer');
    const key = sameFor(project.value);
    const there = earlier.get(key) ?? [];
    earlier.set(key, [...there, { filePath, layer: layer?.value }]);
    const unnamed = there.find((one) => one.layer === undefined || layer === undefined);
    if (unnamed !== undefined) return [rival(project, filePath, unnamed.filePath, code, 'project', NAME_LAYERS)];
    const same = there.find((one) => one.layer === layer?.value);
    if (same === undefined || layer === undefined) return [];
    return [rival(layer, filePath, same.filePath, code, 'layer', 'Keep one document for each layer.')];
  });
}

type TextScalar = ScalarNode & { readonly value: string };

function textAt(map: MapNode, key: string): TextScalar | undefined {
  const scalar = valueAt(map, [key]);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? { ...scalar, value: scalar.value } : undefined;
}

function duplicates(
  documents: readonly Candidate[],
  path: Path,
  code: ProblemCode,
  what: string,
  remedy: string,
): readonly Finding[] {
  const first = new Map<string, string>();
  return documents.flatMap(({ filePath, map }): readonly Finding[] => {
    const scalar = valueAt(map, path);
    if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return [];
    const key = sameFor(scalar.value);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, filePath);
      return [];
    }
    return [rival(scalar, filePath, other, code, what, remedy)];
  });
}

/** An inherited value is located in a fragment, so the message names the document. */
function rival(
  { value, span }: ScalarNode,
  filePath: string,
  other: string,
  code: ProblemCode,
  what: string,
  remedy: string,
): Finding {
  const shown = JSON.stringify(String(value).slice(0, 80));
  return { code, message: `${filePath} has the ${what} ${shown}, which ${other} has already.`, at: span, remedy };
}

/**
 * Project ids are written with and without their prefix, and a UUID in either case.
 *
 * Source: developers.layers.com, id forms of the older and the newer pages (documented).
 */
function sameFor(id: string): string {
  return id.replace(/^prj_/, '').toLowerCase();
}
