/** Reads once for each name, for a few names that thousands of layers share. */
export function remembered<T>(read: (name: string) => T): (name: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found.value;
    const value = read(name);
    known.set(name, { value });
    return value;
  };
}

/** Reads when the result is first needed, and once. */
export function lazily<T extends object>(read: () => T): () => T {
  let found: T | undefined;
  return () => (found ??= read());
}
