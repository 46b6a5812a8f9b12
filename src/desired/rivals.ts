import type { ProblemCode, Settings } from '../model/index.ts';
import { type Finding, type Path, type PlacedMap, type PlacedScalar, valueAt } from '../text/index.ts';

/** One document on top of all it extends. */
export type Candidate = { readonly address: string; readonly map: PlacedMap };

/** Two documents for one thing would undo each other's changes for ever; each one but the first is told. */
export function rivalFindings(documents: readonly Candidate[], { transport }: Settings): readonly Finding[] {
  return [
    ...rivals(documents, ['name'], 'document/duplicate-name', 'name', 'Give one of them another name.'),
    ...rivals(
      documents,
      ['adAccountId'],
      'document/duplicate-account',
      'ad account',
      'Keep one document for each ad account.',
    ),
    // The endpoint's path names the layer, so several of one project can be told apart.
    ...(transport.kind === 'endpoint'
      ? []
      : rivals(documents, ['project'], 'document/duplicate-project', 'project', ONE_PROJECT)),
  ];
}

const ONE_PROJECT =
  'Keep one document for each project, or configure transport: endpoint in reconcile.yaml if your organization has one.';

function rivals(
  documents: readonly Candidate[],
  path: Path,
  code: ProblemCode,
  what: string,
  remedy: string,
): readonly Finding[] {
  const first = new Map<string, string>();
  return documents.flatMap(({ address, map }): readonly Finding[] => {
    const scalar = valueAt(map, path);
    if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return [];
    const key = sameFor(scalar.value);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, address);
      return [];
    }
    return [rival(scalar, address, other, code, what, remedy)];
  });
}

/** An inherited value stands in a fragment; the message then has to say which document is meant. */
function rival(
  { value, span }: PlacedScalar,
  address: string,
  other: string,
  code: ProblemCode,
  what: string,
  remedy: string,
): Finding {
  const shown = JSON.stringify(String(value).slice(0, 80));
  return { code, message: `${address} has the ${what} ${shown}, which ${other} has already.`, at: span, remedy };
}

/**
 * Project ids are written with and without their prefix, and a UUID in either case.
 *
 * Source: developers.layers.com, id forms of the older and the newer pages (documented).
 */
function sameFor(id: string): string {
  return id.replace(/^prj_/, '').toLowerCase();
}
