import { z } from 'zod';
import type { ApiFailure, ApiResponse, Client } from '../http/index.ts';
import { combine, fail, ok, percentEncoded, type Result, urlPath, type Value } from '../model/index.ts';

export type ReadResult<T> = { readonly ok: true; readonly value: T } | ApiFailure;

/** A response with all that a write of its value needs. */
export type WholeRead<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly header: ApiResponse['header'];
      /** With exact digits. */
      readonly exact: () => Value | undefined;
    }
  | ApiFailure;

export type Items<T> = {
  readonly item: z.ZodType<T>;
  /** Whether a document may need an item that cannot be parsed. Others are skipped, by default all. */
  readonly isNeeded?: (item: unknown) => boolean;
};

/** Informative text: an invalid one counts as missing. */
export const optionalText = z.string().nullish().catch(undefined);

/**
 * Sends GET and checks the members that reconcile needs. Returns only the value: the rest of a response would stay in
 * memory until all of its layer is read.
 */
export async function read<T>(
  client: Client,
  path: string,
  shape: z.ZodType<T>,
  signal: AbortSignal,
): Promise<ReadResult<T>> {
  const reading = await readWhole(client, path, shape, signal);
  return reading.ok ? { ok: true, value: reading.value } : reading;
}

/** The same with the headers and the exact digits. */
export async function readWhole<T>(
  client: Client,
  path: string,
  shape: z.ZodType<T>,
  signal: AbortSignal,
): Promise<WholeRead<T>> {
  const response = await client.send({ method: 'GET', path }, signal);
  if (!response.ok) return response;
  const parsed = shape.safeParse(response.data);
  if (parsed.success) return { ok: true, value: parsed.data, header: response.header, exact: response.exact };
  return undocumented(path, parsed.error.issues[0]?.path ?? []);
}

const MAX_PAGES = 100;

const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullish() });

/**
 * The items of all pages. A repeated page or an endless list is a problem, because a part would look complete.
 *
 * Source: developers.layers.com docs/api/getting-started/common-patterns (documented); a missing `nextCursor` means the
 * end (inferred: `list-ad-accounts` shows none).
 */
export async function readPages<T>(
  client: Client,
  path: string,
  { item, isNeeded = () => false }: Items<T>,
  signal: AbortSignal,
): Promise<ReadResult<readonly T[]>> {
  const items: T[] = [];
  const cursors = new Set<string>();
  let next = path;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const reading = await read(client, next, Page, signal);
    if (!reading.ok) return reading;
    for (const [index, raw] of reading.value.items.entries()) {
      const parsed = item.safeParse(raw);
      if (parsed.success) items.push(parsed.data);
      else if (isNeeded(raw)) return undocumented(path, ['items', index, ...(parsed.error.issues[0]?.path ?? [])]);
    }
    const cursor = reading.value.nextCursor ?? '';
    if (cursor === '') return { ...reading, value: items };
    if (cursors.has(cursor)) return endless(`Layers repeats the pages of GET ${nameOf(path)}.`);
    cursors.add(cursor);
    next = `${path}${path.includes('?') ? '&' : '?'}cursor=${percentEncoded(cursor)}`;
  }
  return endless(`Layers returned more than ${MAX_PAGES} pages of GET ${nameOf(path)}.`);
}

/** `undefined` for a 404 of Layers. */
export function orNone<T>(reading: ReadResult<T>): Result<T | undefined> {
  if (reading.ok) return ok(reading.value);
  return reading.status === 404 && reading.problems[0].code === 'api/not-found' ? ok(undefined) : reading;
}

const ABOUT_THE_KEY: ReadonlySet<string> = new Set(['api/unauthenticated', 'api/suspended', 'api/unreachable']);

/** Like `combine`, but problems of the key are listed once. */
export function combineReads<const T extends readonly Result<unknown>[]>(...results: T) {
  const all = combine(results);
  if (all.ok) return all;
  const codes = all.problems.map(({ code }) => code);
  return fail(...all.problems.filter(({ code }, index) => !ABOUT_THE_KEY.has(code) || codes.indexOf(code) === index));
}

/** URL path below a project. */
export function inProject(project: string, ...segments: readonly string[]): string {
  return urlPath('v1', 'projects', project, ...segments);
}

export function undocumented(path: string, at: readonly PropertyKey[]): ApiFailure {
  const member = at.length === 0 ? '' : ` (at ${at.join('.')})`;
  return fail({
    code: 'api/unreadable',
    message: `Layers answered GET ${nameOf(path)} in an undocumented form${member}.`,
    remedy: 'Look for a newer version of reconcile, or report this.',
  });
}

export function endless(message: string): ApiFailure {
  return fail({ code: 'api/unreadable', message, remedy: 'Run it again, or report this to Layers.' });
}

function nameOf(path: string): string {
  return path.replace(/\?.*$/s, '');
}
