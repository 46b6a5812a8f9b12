import { type CredentialNames, DEFAULT_CREDENTIALS, type Settings } from '../model/index.ts';
import { globMatcher, type Matches } from './glob.ts';

/** Matches layer documents by the glob of the settings. Hidden files never match. */
export function documentMatcher(glob: string): Matches {
  const matches = globMatcher(glob);
  return (filePath) => !isHidden(filePath) && matches(filePath);
}

/** Locks of editors, copies of other systems, and folders of tools. */
export function isHidden(filePath: string): boolean {
  return filePath.split('/').some((name) => name.startsWith('.') && name !== '.' && name !== '..');
}

/**
 * Whether a file may be a fragment by its name. The same rule applies to the disk, git and pushed changes, so that no
 * change is missed. A layer document may have any name that matches the glob of the settings.
 */
export function isReadable(filePath: string): boolean {
  return /\.(ya?ml|json)$/i.test(filePath);
}

/** The environment variables with a document's credentials: from the first rule that matches its file path. */
export function credentialsBy({ credentials }: Settings): (filePath: string) => CredentialNames {
  const rules = credentials.map((rule) => ({ ...rule, matches: globMatcher(rule.match) }));
  return (filePath) => {
    const { layers, tiktok } = rules.find(({ matches }) => matches(filePath)) ?? DEFAULT_CREDENTIALS;
    return { layers, tiktok };
  };
}
