import { LAYER_NAME } from '../../model/index.ts';

/** Names of devices: Windows opens no file `con.yaml`. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

const MAX_NAME_CHARS = 48;

/** The name of a project as the name of a layer; `undefined` if nothing of it remains. */
export function slugOf(title: string): string | undefined {
  const slug = title
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_CHARS)
    .replaceAll(/^-+|-+$/g, '');
  return LAYER_NAME.test(slug) && !DEVICE.test(slug) ? slug : undefined;
}

/** Possible names of a new layer, the best first. The last one is unique. */
export function possibleNames(title: string, project: string): readonly string[] {
  const id = normalizedId(project).replaceAll('-', '');
  const slug = slugOf(title);
  const long = [`${slug ?? 'project'}-${id.slice(0, 8)}`, `project-${id}`];
  return slug === undefined ? long : [slug, ...long];
}

/** An id without the prefix that it may have, in lowercase, because a UUID is written in either case. */
export function normalizedId(project: string): string {
  return project.replace(/^prj_/, '').toLowerCase();
}
