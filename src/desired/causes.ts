import type { Problem } from '../model/index.ts';
import type { Finding } from '../yaml/index.ts';
import type { Repository } from './repository.ts';

/** One mistake, and the documents that it stops. Several findings can be about one cause. */
export type Cause = {
  readonly finding: Finding | Problem;
  /** File paths; never empty. */
  readonly stops: readonly string[];
};

/** File paths of all stopped documents. A fragment can have many mistakes and stop many documents. */
export function stoppedBy(causes: readonly Cause[]): ReadonlySet<string> {
  return new Set([...new Set(causes.map(({ stops }) => stops))].flat());
}

/**
 * The documents that a mistake in a file stops: the file itself, and all that extend it. A fragment that no document
 * extends stops only itself.
 */
export function dependents(files: Repository): (filePath: string) => readonly string[] {
  const byFile = new Map<string, string[]>();
  for (const [filePath, { kind }] of files) {
    if (kind !== 'document') continue;
    for (const part of partsOf(filePath, files)) {
      const known = byFile.get(part);
      if (known === undefined) byFile.set(part, [filePath]);
      else known.push(filePath);
    }
  }
  return (filePath) => byFile.get(filePath) ?? [filePath];
}

/** A file and everything that it extends. */
function partsOf(filePath: string, files: Repository): ReadonlySet<string> {
  const parts = new Set([filePath]);
  if (files.get(filePath)?.references.length === 0) return parts;
  // A set can grow while it is read.
  for (const part of parts) {
    for (const { target } of files.get(part)?.references ?? []) if ('filePath' in target) parts.add(target.filePath);
  }
  return parts;
}
