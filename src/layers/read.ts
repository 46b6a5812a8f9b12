import type { z } from 'zod';
import type { ApiFailure, ApiResponse, Client, SendResult } from '../http/index.ts';
import { fail, ok, type Result, urlPath, type Value } from '../model/index.ts';

/** A successful read, or its failure with the HTTP status, for callers that handle 404. */
export type Read<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly header: ApiResponse['header'];
      /** The whole answer with exact digits, to be written back. */
      readonly exact: () => Value | undefined;
    }
  | ApiFailure;

/** Sends GET and checks the members that reconcile needs. */
export async function read<T>(
  client: Client,
  path: string,
  shape: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Read<T>> {
  const answer: SendResult = await client.send({ method: 'GET', path }, signal);
  if (!answer.ok) return answer;
  const parsed = shape.safeParse(answer.data);
  if (parsed.success) return { ok: true, value: parsed.data, header: answer.header, exact: answer.exact };
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'the answer itself' : issue.path.join('.');
  return fail({
    code: 'api/unreadable',
    message: `Layers answered GET ${path.replace(/\?.*$/s, '')} in a form that is not documented (at ${place}).`,
    remedy: 'Look for a newer version of reconcile, or report this.',
  });
}

/** The value of a read, or `undefined` if it was not found (404 of Layers). Other failures stay failures. */
export function orNone<T>(reading: Read<T>): Result<T | undefined> {
  if (reading.ok) return ok(reading.value);
  return reading.status === 404 && reading.problems[0].code === 'api/not-found' ? ok(undefined) : reading;
}

/** URL path below a project. */
export function inProject(project: string, ...segments: readonly string[]): string {
  return urlPath('v1', 'projects', project, ...segments);
}
