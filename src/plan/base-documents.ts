import type { CapUnit, DesiredLayer, InvalidDocument, Plan } from '../model/index.ts';
import { desiredCap } from './wire.ts';

/** The document of the same layer at the base, by the current document. */
export type BaseDocuments = ReadonlyMap<DesiredLayer, DesiredLayer>;

/** From the surest proof that two documents are about one layer to the weakest. All are within one project. */
const IDENTITIES: readonly ((layer: DesiredLayer) => string | undefined)[] = [
  ({ layer }) => layer,
  ({ fields }) => fields.adAccountId,
  ({ name }) => name,
];

/**
 * Matches documents with those of the base: by Layers' id of the layer, else by ad account, else by name. A document in
 * a different project is a different layer. Each document has at most one match.
 *
 * @param documents all of the repository: a document outside of the plan may be the new name of one at the base
 */
export function matchBase(documents: readonly DesiredLayer[], base: readonly DesiredLayer[]): BaseDocuments {
  const matched = new Map<DesiredLayer, DesiredLayer>();
  if (base.length === 0) return matched;
  const taken = new Set<DesiredLayer>();
  for (const identity of IDENTITIES) {
    const key = (layer: DesiredLayer) => `${layer.project} ${identity(layer) ?? ''}`;
    const identified = (layer: DesiredLayer) => identity(layer) !== undefined;
    const left = base.filter((before) => !taken.has(before) && identified(before));
    const byKey = new Map(left.map((before) => [key(before), before]));
    for (const layer of documents.filter((each) => !matched.has(each) && identified(each))) {
      const before = byKey.get(key(layer));
      if (before === undefined || taken.has(before) || isOther(layer, before)) continue;
      matched.set(layer, before);
      taken.add(before);
    }
  }
  return matched;
}

/** Two names and two ids at Layers. A document that keeps its name may correct its id. */
function isOther(layer: DesiredLayer, before: DesiredLayer): boolean {
  const twoIds = layer.layer !== undefined && before.layer !== undefined && layer.layer !== before.layer;
  return twoIds && layer.name !== before.name;
}

/**
 * Documents of the base without a match: a document that moved to a different project is removed in the old one.
 *
 * @param elsewhere names of documents outside of the plan; they are not removed
 * @param invalid documents with a mistake: neither is what they were at the base
 */
export function removedDocuments(
  base: readonly DesiredLayer[],
  matched: BaseDocuments,
  elsewhere: ReadonlySet<string>,
  invalid: readonly InvalidDocument[],
  unit: CapUnit | undefined,
): Plan['removed'] {
  const kept = new Set(matched.values());
  const names = new Set(invalid.map(({ name }) => name));
  const files = new Set(invalid.map(({ file }) => file));
  const isInvalid = ({ name, file }: DesiredLayer) => names.has(name) || files.has(file);
  return base
    .filter((before) => !kept.has(before) && !elsewhere.has(before.name) && !isInvalid(before))
    .map((before) => {
      const { name, file, project, fields } = before;
      return { name, file, project, fields, cap: desiredCap(before, unit, before.pin?.currency) ?? null };
    });
}

/** Documents with a different name or file than at the base, sorted by name. */
export function renamedDocuments(documents: readonly DesiredLayer[], matched: BaseDocuments): Plan['renamed'] {
  if (matched.size === 0) return [];
  return documents
    .flatMap((layer) => {
      const before = matched.get(layer);
      if (before === undefined || (before.name === layer.name && before.file === layer.file)) return [];
      return [{ name: layer.name, file: layer.file, before: { name: before.name, file: before.file } }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
