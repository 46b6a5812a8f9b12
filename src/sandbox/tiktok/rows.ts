import type { JsonObject } from '../core/json.ts';
import { declined, PARAMETER_ERROR, type Reply } from './envelope.ts';

/**
 * The requested fields; all by default. An unknown field is a parameter error (inferred).
 *
 * @param known every field that a row may have
 */
export function chosen(
  rows: readonly JsonObject[],
  fields: readonly string[] | undefined,
  known: readonly string[],
): readonly JsonObject[] | { readonly refusal: Reply } {
  if (fields === undefined) return rows;
  const stranger = fields.find((field) => !known.includes(field));
  if (stranger !== undefined) return { refusal: declined(PARAMETER_ERROR, `Invalid value for fields: ${stranger}.`) };
  return rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field] ?? null])));
}

/** `2026-01-01 10:00:00`, UTC. Source: business-api.tiktok.com, "Data types" (documented). */
export function spaced(instant: string | Date): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
