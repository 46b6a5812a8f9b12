import type { Machine } from '../machine.ts';
import type { LineOrigin } from '../model/index.ts';
import { isShallow, objectAt, readBlobs } from './git.ts';
import { blame } from './git-blame.ts';

/**
 * The commit that wrote a line of a file in the working tree. Only committed text is passed to git, because git would
 * run the filters of the repository on a file of the working tree.
 *
 * @param filePath relative to `folder`
 * @param line counted from 1
 */
export async function lineOrigin(
  file: { readonly filePath: string; readonly bytes: Uint8Array },
  line: number,
  folder: string,
  machine: Pick<Machine, 'git' | 'gitBlobs'>,
): Promise<LineOrigin> {
  const found = await objectAt('HEAD', `./${file.filePath}`, folder, machine);
  if (!found.ok) return { state: 'unknown', reason: found.problems[0]?.message ?? 'git failed.' };
  if (found.value === undefined) return { state: 'uncommitted' };
  const blobs = await readBlobs([found.value], folder, machine);
  if (!blobs.ok) return { state: 'unknown', reason: blobs.problems[0]?.message ?? 'git failed.' };
  const committed = committedLine(linesOf(blobs.value[0] ?? new Uint8Array()), linesOf(file.bytes), line);
  if (committed === undefined) return { state: 'uncommitted' };
  const [blamed, shallow] = [
    await blame('HEAD', `./${file.filePath}`, committed, folder, machine),
    await isShallow(folder, machine),
  ];
  if (!blamed.ok) return { state: 'unknown', reason: blamed.problems[0]?.message ?? 'git failed.' };
  const { isBoundary, ...origin } = blamed.value;
  return { state: 'committed', ...origin, orEarlier: isBoundary && (!shallow.ok || shallow.value) };
}

function linesOf(bytes: Uint8Array): readonly string[] {
  return new TextDecoder().decode(bytes).split(/\r?\n/);
}

/**
 * The number of the same line in the committed text; `undefined` if it was changed since. Lines before the first edit
 * and after the last one keep their order; between them, a line is the same if its text occurs once.
 */
export function committedLine(before: readonly string[], after: readonly string[], line: number): number | undefined {
  const text = after[line - 1];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  if (line <= start) return line;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end))
    end += 1;
  if (line > after.length - end) return line - after.length + before.length;
  const same = before
    .slice(start, before.length - end)
    .flatMap((one, index) => (one === text ? [start + index + 1] : []));
  return same.length === 1 ? same[0] : undefined;
}
