import { globMatcher, type Matches } from '../yaml/index.ts';

/**
 * Whether the name of a file allows a fragment. A layer document may also have any other name that matches the glob of
 * the settings. The same rule applies to the disk, git and pushed changes, so that no change is missed.
 */
export function isReadable(filePath: string): boolean {
  return /\.(ya?ml|json)$/i.test(filePath);
}

/** Locks of editors, copies of other systems, and folders of tools: these are never documents. */
export function isHidden(filePath: string): boolean {
  return filePath.split('/').some((name) => name.startsWith('.') && name !== '.' && name !== '..');
}

/** Matches layer documents by the glob of the settings. */
export function documentMatcher(glob: string): Matches {
  const matches = globMatcher(glob);
  return (filePath) => !isHidden(filePath) && matches(filePath);
}
