import { z } from 'zod';

/** An IANA time zone that this machine supports. */
export const zone = z.string().refine(isZone, 'must be an IANA time zone such as America/New_York');

function isZone(name: string): boolean {
  try {
    return calendar(name).format(0) !== '';
  } catch {
    return false;
  }
}

/** Cached, because creating a formatter is slower than all its uses. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/** Throws a `RangeError` if this machine does not support the time zone. */
function calendar(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, made);
  return made;
}

const DAY_MS = 86_400_000;

/** The calendar day of an instant in a time zone: `2026-11-10`. */
export function dayIn(timeZone: string, instant: Date): string {
  const parts = calendar(timeZone)
    .formatToParts(instant)
    .map((part) => [part.type, part.value] as const);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}

/** Whether the text is a valid date. `2026-02-30` is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Number of days from one day to another, both included. Less than 1 if `to` is earlier. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** The day `count` days after another; a negative count goes back. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): readonly string[] {
  return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => addDays(from, index));
}
