import type { ApiResponse } from './reply.ts';

/**
 * Milliseconds to wait, as requested by the server; `undefined` if the header is missing or invalid. A date is compared
 * with the server's own clock (its `Date` header), because the local clock may be wrong.
 *
 * Source: RFC 9110, 10.2.3 (documented).
 */
export function retryAfter(reply: Pick<ApiResponse, 'header'>): number | undefined {
  const asked = reply.header('retry-after')?.trim();
  if (asked === undefined || asked === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(asked)) return Math.ceil(Number(asked) * 1_000);
  const wait = Date.parse(asked) - Date.parse(reply.header('date') ?? '');
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
