/**
 * Whether two names are the same time zone: aliases such as US/Eastern and America/New_York are equal, and case is
 * ignored. An unknown name equals only itself.
 */
export function sameTimeZone(one: string, other: string): boolean {
  const [a, b] = [canonicalZone(one), canonicalZone(other)];
  return one.normalize('NFC') === other.normalize('NFC') || (a !== undefined && a === b);
}

/** Whether a name or alias is in the IANA database of this runtime. */
export function isTimeZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/** Names for suggestions, one per zone. */
export function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

/** The canonical name in the runtime's ICU data; `undefined` if it does not know the zone. */
function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
