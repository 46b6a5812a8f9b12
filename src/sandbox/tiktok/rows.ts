import type { JsonObject } from '../core/json.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { pageOf } from './params.ts';

/** One page of a list. `name` is the member of the answer that contains it. */
export function pageReply(
  rows: readonly JsonObject[],
  query: { readonly page: number; readonly page_size: number },
  name = 'list',
): Reply {
  const { items, info } = pageOf(rows, query);
  return accepted({ [name]: items, page_info: info });
}

/** Ignores case. True if there is nothing to search for. */
export function containsText(text: string, part: string | undefined): boolean {
  return text.toLowerCase().includes((part ?? '').toLowerCase());
}

/**
 * The requested fields; all by default. An unknown field is a parameter error (inferred).
 *
 * @param known every field that a row may have
 */
export function selectFields(
  rows: readonly JsonObject[],
  fields: readonly string[] | undefined,
  known: readonly string[],
): readonly JsonObject[] | { readonly refusal: Reply } {
  if (fields === undefined) return rows;
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown !== undefined) return { refusal: invalid(`Invalid value for fields: ${unknown}.`) };
  return rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field] ?? null])));
}

/** `2026-01-01 10:00:00`, UTC. Source: "Data types" (documented). */
export function spaced(instant: string | Date): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
