import { type DesiredLayer, DOCUMENT_PATHS, type FieldPath, nestMembers, type Value } from '../model/index.ts';
import { yamlText } from '../yaml/index.ts';

/**
 * A complete layer document without `extends`, with these fields. Loading it gives the same fields. Spark codes stay
 * names of variables.
 *
 * @param fields may be live values, so any JSON
 * @param heading lines of the comment at the top
 */
export function writeDocument(
  layer: DesiredLayer,
  fields: Readonly<Partial<Record<FieldPath, Value>>>,
  heading: readonly string[],
): string {
  const { name, project, app, pin } = layer;
  const id = layer.layer;
  const members: Record<string, unknown> = {
    template: 'tiktok-ads',
    name,
    project,
    ...(id !== undefined && { layer: id }),
    ...(app !== undefined && { app }),
  };
  const values = { ...fields, spark: sparkOf(layer) };
  const set = DOCUMENT_PATHS.flatMap((path): readonly [FieldPath, Value][] => {
    const value = values[path];
    return value === undefined ? [] : [[path, value]];
  });
  Object.assign(members, nestMembers(set));
  if (pin !== undefined) members.pin = { advertiser: pin };
  if (layer.protected) members.protected = true;
  return yamlText(members, heading);
}

function sparkOf({ spark }: DesiredLayer): Value | undefined {
  if (spark.length === 0) return undefined;
  return spark.map(({ post, item, variable }) => ({
    post,
    ...(item !== undefined && { item }),
    code: `\${${variable}}`,
  }));
}
