/** What is left of one limit: tokens in a bucket, or requests in a window, at a moment in milliseconds since 1970. */
type Meter = { readonly level: number; readonly at: number };

/** Levels by the name of the limit. */
export type Meters = Map<string, Meter>;

/** One limit, looked at. Nothing is used up until `take` is called. */
export type Gauge = {
  /** How many more requests it lets through now. */
  readonly left: number;
  /** When it lets the next one through. Milliseconds since 1970; now, where it would let one through. */
  readonly next: number;
  readonly take: () => void;
};

/** A bucket that fills evenly, and never holds more than it gets in `length` milliseconds. */
export function bucket(meters: Meters, name: string, most: number, length: number, now: number): Gauge {
  const before = meters.get(name);
  // A clock that was put back fills nothing.
  const filled = before === undefined ? most : (Math.max(0, now - before.at) * most) / length;
  const level = Math.min(most, (before?.level ?? 0) + filled);
  return {
    left: Math.floor(level),
    next: level >= 1 ? now : now + Math.ceil(((1 - level) * length) / most),
    take: () => meters.set(name, { level: level - 1, at: now }),
  };
}

/** A count that begins anew with every second, minute or day of UTC. */
export function window(meters: Meters, name: string, most: number, length: number, now: number): Gauge {
  const begin = Math.floor(now / length) * length;
  const before = meters.get(name);
  const used = before?.at === begin ? before.level : 0;
  return {
    left: Math.max(0, most - used),
    next: used < most ? now : begin + length,
    take: () => meters.set(name, { level: used + 1, at: begin }),
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;
