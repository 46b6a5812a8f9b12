import { remembered } from './remembered.ts';

/** `month` counts from 1. */
export type Day = { readonly year: number; readonly month: number; readonly day: number };

/** The day in an IANA time zone; in UTC if this runtime does not know the zone. */
export function dayIn(timezone: string, instant: Date): Day {
  if (days.instant !== instant.getTime()) days = daysAt(instant);
  return days.dayOf(timezone);
}

/** All layers of a plan ask for the same instant. */
let days = daysAt(new Date(0));

function daysAt(instant: Date): { readonly instant: number; readonly dayOf: (timezone: string) => Day } {
  return { instant: instant.getTime(), dayOf: remembered((timezone) => readDay(timezone, instant)) };
}

function readDay(timezone: string, instant: Date): Day {
  const parts = formatterOf(timezone).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

export function isoDate({ year, month, day }: Day): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** A formatter takes longer to make than a layer takes to plan, and thousands of accounts share a few zones. */
const formatterOf = remembered(formatter);

function formatter(timezone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', calendar: 'gregory' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isCalendarDay(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** 28 to 31. */
export function daysInMonth({ year, month }: Day): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Ignores case. Aliases such as US/Eastern and America/New_York are equal. An unknown name equals only itself. */
export function sameTimeZone(one: string, other: string): boolean {
  const [a, b] = [canonicalZone(one), canonicalZone(other)];
  return one.normalize('NFC') === other.normalize('NFC') || (a !== undefined && a === b);
}

/** A name or alias in the IANA database of this runtime. */
export function isTimeZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/** One per zone, for suggestions. */
export function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

/** `undefined` if the runtime does not know the zone. */
const canonicalZone = remembered(readZone);

function readZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
