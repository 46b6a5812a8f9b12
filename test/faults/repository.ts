import { readdirSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Files of a repository by their paths, without git's own. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith(`.git${sep}`))
    .sort();
}

/** Removes later commits. */
export function clearAllBut(folder: string, kept: ReadonlySet<string>): void {
  for (const path of filesIn(folder)) if (!kept.has(path)) rmSync(join(folder, path));
}
