/** Default wait for the claim of another run, in milliseconds. */
export const WAIT_CLAIM_MS = 2 * 60 * 1000;

/** How far back `events --seen` looks by default, in milliseconds. */
export const SEEN_MS = 24 * 60 * 60 * 1000;

/** At most. */
export const MAX_SEEN_MS = 7 * SEEN_MS;

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const MAX_MS = 24 * 60 * 60 * 1000;

/** Parses `30s`, `20m` or `2h`, up to `maxMs` (24h), to milliseconds; otherwise `undefined`. */
export function parseDuration(text: string, maxMs = MAX_MS): number | undefined {
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS_MS[unit ?? ''] ?? Number.NaN);
  return ms <= maxMs ? ms : undefined;
}

/** `120000` as `2m`: the largest whole unit. */
export function durationText(ms: number): string {
  const unit = (['h', 'm', 's'] as const).find((each) => ms > 0 && ms % (UNITS_MS[each] ?? 1) === 0) ?? 's';
  return `${Math.round(ms / (UNITS_MS[unit] ?? 1))}${unit}`;
}
