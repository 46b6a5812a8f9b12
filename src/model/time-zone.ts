/**
 * Whether two names are of one time zone: aliases such as US/Eastern and America/New_York are, in any case of letters. A
 * name that is unknown here equals only itself.
 */
export function sameTimeZone(one: string, other: string): boolean {
  const [a, b] = [canonicalZone(one), canonicalZone(other)];
  return one.normalize('NFC') === other.normalize('NFC') || (a !== undefined && a === b);
}

/** Whether it is a time zone of the IANA database of this runtime, under its name or an alias. */
export function isTimeZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/** The names to suggest from, one for each zone. */
export function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

/** The name that aliases share, as the runtime's ICU data has it; `undefined` if it does not know the zone. */
function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
