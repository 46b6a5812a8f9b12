import { z } from 'zod';

/** Seconds per ISO 8601 unit. Months and years have no fixed length. */
const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { W: 604_800, D: 86_400, H: 3600, M: 60, S: 1 };

const ISO = /^P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** A duration: `PT15M` (ISO 8601), or `300s`, `5m`, `2h`, `7d`. Milliseconds once parsed. */
export const duration = z
  .string()
  .refine((text) => millisecondsOf(text) !== undefined, 'must be a length of time such as PT5M or 300s')
  .describe('A duration: PT5M (ISO 8601), or 300s, 5m, 2h, 7d.');

/** Milliseconds; `undefined` if the text is not a duration, or longer than a thousand years. */
export function millisecondsOf(text: string): number | undefined {
  const short = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text);
  const total = short === null ? isoMilliseconds(text) : Number(short[1]) * (MS_PER_UNIT[short[2] ?? ''] ?? Number.NaN);
  return total === undefined || !(total <= MAX_DURATION_MS) ? undefined : Math.round(total);
}

/** Milliseconds per unit of the short form. */
const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Much larger durations lead to dates that JavaScript cannot represent. */
const MAX_DURATION_MS = 1000 * 366 * 86_400_000;

function isoMilliseconds(text: string): number | undefined {
  const parts = ISO.exec(text);
  if (parts === null) return undefined;
  const seconds = Object.values(SECONDS_PER_UNIT).reduce(
    (sum, each, index) => sum + each * Number(parts[index + 1] ?? 0),
    0,
  );
  return seconds * 1000;
}
