import { type CredentialNames, DEFAULT_CREDENTIALS, type Settings } from '../../model/index.ts';
import { credentialsBy, documentMatcher, globFolders, globMatcher } from '../../settings/index.ts';

/** Credentials, and the folders of documents that use them. */
export type Place = { readonly credentials: CredentialNames; readonly folders: readonly string[] };

/** Every pair of variables that the settings name, in their order; the default pair last. */
export function placesIn(settings: Settings): readonly Place[] {
  const rules = settings.credentials.map(({ match, layers, tiktok }) => ({
    credentials: { layers, tiktok },
    folders: globFolders(match),
  }));
  const all = [...rules, { credentials: DEFAULT_CREDENTIALS, folders: globFolders(settings.layers) }];
  const byPair = new Map<string, Place>();
  for (const { credentials, folders } of all) {
    const key = `${credentials.layers} ${credentials.tiktok}`;
    byPair.set(key, { credentials, folders: [...(byPair.get(key)?.folders ?? []), ...folders] });
  }
  return [...byPair.values()];
}

/**
 * The path of a new document: in a folder whose documents use these credentials.
 *
 * @returns `undefined` if no path matches the settings
 */
export function newPath(name: string, { credentials, folders }: Place, settings: Settings): string | undefined {
  const isDocument = documentMatcher(settings.layers);
  const namesOf = credentialsBy(settings);
  const below = globFolders(settings.layers);
  const paths = [...folders, ...below, ...below.map((folder) => `${folder}/${name}`)].flatMap((folder) =>
    ['.yaml', '.yml'].map((suffix) => `${folder}/${name}${suffix}`.replace(/^\//, '')),
  );
  const literal = settings.layers.replaceAll('**/', '').replaceAll('*', name);
  const asWritten = globMatcher(settings.layers)(literal) && /\.ya?ml$/.test(literal) ? [literal] : [];
  return [...paths, ...asWritten].find((path) => {
    const { layers, tiktok } = namesOf(path);
    return isDocument(path) && layers === credentials.layers && tiktok === credentials.tiktok;
  });
}
