/** Time is proportional to the product of the lengths. */
const MAX_WORD_CHARS = 100;

/** The candidate most likely meant; `undefined` if none is near. Ignores case and underscores. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const meant = loose(word);
  const same = candidates.find((candidate) => loose(candidate) === meant);
  if (same !== undefined) return same;
  const reach = Math.min(2, Math.floor(word.length / 2));
  const byDistance = candidates
    .map((candidate) => ({ candidate, distance: distance(meant, loose(candidate)) }))
    .filter(({ distance: far, candidate }) => far <= reach && far < candidate.length)
    .sort((a, b) => a.distance - b.distance);
  return byDistance[0]?.candidate ?? candidates.find((candidate) => begins(loose(candidate), meant));
}

function loose(word: string): string {
  return word.toLowerCase().replace(/[_\s-]/g, '');
}

/** One is a prefix of the other, and long enough. */
function begins(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
}

/** Restricted Damerau-Levenshtein distance. */
function distance(a: string, b: string): number {
  // Too far apart: skip the large table.
  if (Math.abs(a.length - b.length) > 2 || a.length > MAX_WORD_CHARS) return Number.POSITIVE_INFINITY;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const changed = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, changed, swapped));
    }
  }
  return cell(a.length, b.length);
}
