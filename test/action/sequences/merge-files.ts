import { diffArrays } from 'diff';
import type { FilesAt } from './objects.ts';

/** A three-way merge of files; `undefined` if it conflicts. Both sides may change a file in different places. */
export function mergeFiles(base: FilesAt, ours: FilesAt, theirs: FilesAt): FilesAt | undefined {
  const merged = new Map<string, string>();
  for (const path of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
    const [old, one, other] = [base.get(path), ours.get(path), theirs.get(path)];
    if (one === other || other === old) {
      if (one !== undefined) merged.set(path, one);
    } else if (one === old) {
      if (other !== undefined) merged.set(path, other);
    } else {
      const text = old === undefined || one === undefined || other === undefined ? undefined : lines(old, one, other);
      if (text === undefined) return undefined;
      merged.set(path, text);
    }
  }
  return merged;
}

/** Lines `from` to `until` of the base, and what replaces them. */
type Hunk = { readonly from: number; readonly until: number; readonly text: string };

function lines(base: string, ours: string, theirs: string): string | undefined {
  const old = base.split(/(?<=\n)/);
  const left = hunksOf(old, ours.split(/(?<=\n)/));
  const right = hunksOf(old, theirs.split(/(?<=\n)/));
  const same = (one: Hunk, other: Hunk): boolean =>
    one.from === other.from && one.until === other.until && one.text === other.text;
  const own = right.filter((hunk) => !left.some((one) => same(one, hunk)));
  // Like git: changes that touch each other conflict.
  const touches = (one: Hunk, other: Hunk): boolean => one.from <= other.until && other.from <= one.until;
  if (own.some((hunk) => left.some((one) => touches(one, hunk)))) return undefined;
  let [merged, at] = ['', 0];
  for (const { from, until, text } of [...left, ...own].sort((one, other) => one.from - other.from)) {
    merged += old.slice(at, from).join('') + text;
    at = until;
  }
  return merged + old.slice(at).join('');
}

function hunksOf(base: string[], changed: string[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | undefined;
  for (const { added, removed, value, count } of diffArrays(base, changed)) {
    if (!added && !removed) {
      if (open !== undefined) hunks.push(open);
      open = undefined;
      at += count;
      continue;
    }
    open ??= { from: at, until: at, text: '' };
    open = added ? { ...open, text: open.text + value.join('') } : { ...open, until: open.until + count };
    if (removed) at += count;
  }
  return open === undefined ? hunks : [...hunks, open];
}
