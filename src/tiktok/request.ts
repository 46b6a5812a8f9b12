import { z } from 'zod';
import type { ApiFailure, ApiResponse, Client } from '../http/index.ts';
import { fail, percentEncoded, urlPath, type Value } from '../model/index.ts';

export type ReadResult<T> =
  | { readonly ok: true; readonly value: T; readonly header: ApiResponse['header'] }
  | ApiFailure;

/** `unchanged`: the value was already live. */
export type WriteResult =
  | { readonly ok: true; readonly unchanged: false; readonly data: unknown }
  | { readonly ok: true; readonly unchanged: true }
  | ApiFailure;

/** Arrays and objects are sent as JSON text. Source: SDK js_sdk/src/ApiClient.js (documented). */
export type QueryValue = string | number | readonly string[] | Readonly<Record<string, string>>;

/** Strings, because ids have 19 digits; a response may omit the quotes. */
export const Id = z.union([z.string(), z.number()]).transform(String);

/** Source: SDK yml_files (documented). */
export const PageInfo = z.object({ page: z.number(), total_number: z.number(), total_page: z.number() });

export async function read<T>(
  client: Client,
  path: string,
  shape: z.ZodType<T>,
  signal: AbortSignal,
): Promise<ReadResult<T>> {
  const response = await client.send({ method: 'GET', path }, signal);
  if (!response.ok) return response;
  const parsed = shape.safeParse(response.data);
  if (parsed.success) return { ok: true, value: parsed.data, header: response.header };
  return undocumented(`the response to GET ${nameOf(path)}`, parsed.error);
}

/** NO_UPDATE: the value is already live. Source: SDK tiktok_code.py (documented); not a failure: inferred. */
const NO_UPDATE = '40012';

/** Sends POST once: TikTok has no idempotency keys. Only a read shows whether the write took effect. */
export async function write(
  client: Client,
  { endpoint, body }: { readonly endpoint: string; readonly body: Value },
  signal: AbortSignal,
): Promise<WriteResult> {
  const response = await client.send({ method: 'POST', path: pathOf(endpoint, {}), body }, signal);
  if (response.ok) return { ok: true, unchanged: false, data: response.data };
  return response.code === NO_UPDATE ? { ok: true, unchanged: true } : response;
}

/** The path ends in `/`, because the response has no envelope otherwise. */
export function pathOf(endpoint: string, query: Readonly<Record<string, QueryValue>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${percentEncoded(typeof value === 'object' ? JSON.stringify(value) : String(value))}`,
  );
  const path = urlPath('open_api', 'v1.3', ...endpoint.split('/'));
  return `${path}/${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Under load TikTok reports success with missing rows. */
export function incompleteList(path: string, received: number, total: number): ApiFailure {
  return unusable(`TikTok returned only ${received} of ${total} rows for GET ${nameOf(path)}.`);
}

export function truncatedReport(path: string): ApiFailure {
  return unusable(`TikTok cut off its response to GET ${nameOf(path)} (X-Tt-Ads-Throttle).`);
}

/** @param what a noun: `pixel CABC123` */
export function undocumented(what: string, error: z.ZodError): ApiFailure {
  const at = error.issues[0]?.path.join('.') ?? '';
  return unusable(`TikTok returned ${what} in an undocumented form${at === '' ? '' : ` (at ${at})`}.`);
}

export function unusable(message: string): ApiFailure {
  return fail({ code: 'api/unreadable', message, remedy: 'Run it again later.' });
}

/** One line without the request id, so that equal states give equal text. */
export function refusalText({ code = 'unknown', rawMessage = '' }: ApiFailure): string {
  return `${rawMessage
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)} (code ${code})`;
}

/** `undefined` for a different failure. */
export function forbiddenReason(failure: ApiFailure): string | undefined {
  return failure.problems[0].code === 'api/forbidden' ? refusalText(failure) : undefined;
}

/** Searches nested values too. */
export function mentions(row: unknown, id: string): boolean {
  const open: unknown[] = [row];
  for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
    if (typeof next === 'object' && next !== null) for (const value of Object.values(next)) open.push(value);
    else if (String(next) === id) return true;
  }
  return false;
}

function nameOf(path: string): string {
  return path.replace(/\?.*$/s, '');
}
