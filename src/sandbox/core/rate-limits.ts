/** Tokens in a bucket or requests in a window, at a time in milliseconds since 1970. */
type Meter = { readonly level: number; readonly at: number };

export type Meters = Map<string, Meter>;

/** Reading of one limit. Nothing counts until `take` is called. */
export type Gauge = {
  /** Requests allowed now. */
  readonly left: number;
  /** Time of the next allowed request, in milliseconds since 1970. Now if one is allowed. */
  readonly next: number;
  readonly take: () => void;
};

/** A bucket that refills evenly: `most` tokens in `length` milliseconds, which is also its capacity. */
export function bucket(meters: Meters, name: string, most: number, length: number, now: number): Gauge {
  const before = meters.get(name);
  // A clock that was set back adds nothing.
  const filled = before === undefined ? most : (Math.max(0, now - before.at) * most) / length;
  const level = Math.min(most, (before?.level ?? 0) + filled);
  return {
    left: Math.floor(level),
    next: level >= 1 ? now : now + Math.ceil(((1 - level) * length) / most),
    take: () => meters.set(name, { level: level - 1, at: now }),
  };
}

/** A counter that restarts each second, minute or day (UTC). */
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

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const DAY_MS = 24 * 60 * MINUTE_MS;
