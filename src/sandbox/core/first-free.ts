/** The first unused id of a counter that begins at `from`. */
export function firstFree(taken: readonly string[], make: (n: number) => string, from = 1): string {
  const known = new Set(taken);
  let n = from;
  while (known.has(make(n))) n += 1;
  return make(n);
}
