import { z } from 'zod';
import type { ApiFailure, ApiResponse, Client } from '../http/index.ts';
import { fail, type Problem } from '../model/index.ts';

export type Read<T> = { readonly ok: true; readonly value: T; readonly header: ApiResponse['header'] } | ApiFailure;

/** Ids have 19 digits, so they are strings, even if the answer has them without quotes. */
export const Id = z.union([z.string(), z.number()]).transform(String);

/** Source: the official SDK, yml_files (documented). */
export const PageInfo = z.object({ page: z.number(), total_number: z.number(), total_page: z.number() });

/** Sends GET and checks the members that reconcile needs. */
export async function read<T>(
  client: Client,
  path: string,
  shape: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Read<T>> {
  const answer = await client.send({ method: 'GET', path }, signal);
  if (!answer.ok) return answer;
  const parsed = shape.safeParse(answer.data);
  if (parsed.success) return { ok: true, value: parsed.data, header: answer.header };
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  return unreadable(`TikTok answered GET ${nameOf(path)} in a form that is not documented (at data.${place}).`);
}

/** Under load TikTok answers success with missing rows. A part must not look complete. */
export function short(path: string, received: number, total: number): ApiFailure {
  return unreadable(`TikTok answered GET ${nameOf(path)} with ${received} of ${total} rows.`);
}

export function throttled(path: string): ApiFailure {
  return unreadable(`TikTok says that its answer to GET ${nameOf(path)} is cut short (X-Tt-Ads-Throttle).`);
}

/** The failure for an answer that reconcile cannot use. */
export function unreadable(message: string): ApiFailure {
  const problem: Problem = { code: 'api/unreadable', message, remedy: 'Run it again later.' };
  return fail(problem);
}

/** Whether an id is anywhere in a row. If so, the row may be about it, whatever its shape. */
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
