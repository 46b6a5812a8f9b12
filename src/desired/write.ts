import { type DesiredLayer, DOCUMENT_PATHS, type FieldPath, type Fields, type Value } from '../model/index.ts';
import { yamlText } from '../yaml/index.ts';

/**
 * A complete layer document without `extends`, with these fields. Loading it gives the same fields. Spark codes stay
 * names of variables.
 *
 * @param heading lines of the comment at the top
 */
export function writeDocument(layer: DesiredLayer, fields: Fields, heading: readonly string[]): string {
  const { name, project, app, pin } = layer;
  const id = layer.layer;
  const members: Record<string, unknown> = {
    template: 'tiktok-ads',
    name,
    project,
    ...(id !== undefined && { layer: id }),
    ...(app !== undefined && { app }),
  };
  for (const path of DOCUMENT_PATHS) {
    const value = path === 'spark' ? sparkOf(layer) : fields[path];
    if (value !== undefined) place(members, path, value);
  }
  if (pin !== undefined) members.pin = { advertiser: pin };
  if (layer.protected) members.protected = true;
  return yamlText(members, heading);
}

function place(members: Record<string, unknown>, path: FieldPath, value: Value): void {
  const [head = path, rest] = path.split('.', 2);
  if (rest === undefined) members[head] = value;
  else members[head] = { ...(members[head] as Record<string, unknown> | undefined), [rest]: value };
}

function sparkOf({ spark }: DesiredLayer): Value | undefined {
  if (spark.length === 0) return undefined;
  return spark.map(({ post, item, variable }) => ({
    post,
    ...(item !== undefined && { item }),
    code: `\${${variable}}`,
  }));
}
