import { globMatcher, type Matches } from '../yaml/index.ts';

/**
 * Whether a file may be a fragment by its name. A layer document may have any other name that the settings' glob says as
 * well. On the disk, in git and in what a push changed it is this one rule, so that no change is passed over.
 */
export function isReadable(address: string): boolean {
  return /\.(ya?ml|json)$/i.test(address);
}

/** Locks of editors, copies that other systems keep, and folders of tools: none of them is meant as a document. */
export function isHidden(address: string): boolean {
  return address.split('/').some((name) => name.startsWith('.') && name !== '.' && name !== '..');
}

/** The layer documents that the settings' glob names. */
export function documentMatcher(glob: string): Matches {
  const matches = globMatcher(glob);
  return (address) => !isHidden(address) && matches(address);
}
