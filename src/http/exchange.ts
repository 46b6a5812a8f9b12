import { type Dispatcher, request } from 'undici';
import { parseJson } from './json.ts';
import type { Call, Reply } from './reply.ts';

/** What became of one request on the wire. */
export type Exchange =
  | { readonly outcome: 'reply'; readonly reply: Reply }
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'timeout' }
  /** Node's or undici's name of the fault, where it has one. */
  | { readonly outcome: 'lost'; readonly code?: string };

/** Bytes. A page of a thousand rows has less than one million. */
const LARGEST_BODY = 20_000_000;

/**
 * Sends one request once and reads the whole answer. Follows no redirect. Rejects only when `signal` aborts.
 *
 * @param timeout in milliseconds, for the whole exchange
 */
export async function exchange(
  dispatcher: Dispatcher,
  origin: string,
  call: Call,
  headers: Readonly<Record<string, string>>,
  timeout: number,
  signal: AbortSignal,
): Promise<Exchange> {
  const late = AbortSignal.timeout(timeout);
  try {
    const response = await request(`${origin}${call.path}`, {
      dispatcher,
      method: call.method,
      headers: {
        accept: 'application/json',
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        ...call.headers,
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal: AbortSignal.any([signal, late]),
    });
    const text = await readAll(response.body);
    if (text === undefined) return { outcome: 'too-large' };
    const header = headerOf(response.headers);
    return {
      outcome: 'reply',
      reply: { status: response.statusCode, header, body: bodyOf(text, header('content-type')) },
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (late.aborted) return { outcome: 'timeout' };
    const code = codeOf(error);
    return { outcome: 'lost', ...(code !== undefined && { code }) };
  }
}

/** `undefined` where it is larger than we read. */
async function readAll(body: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headerOf(headers: Readonly<Record<string, string | string[] | undefined>>): Reply['header'] {
  return (name) => {
    const value = headers[name];
    return typeof value === 'object' ? value[0] : value;
  };
}

function bodyOf(text: string, contentType: string | undefined): Reply['body'] {
  if (text.trim() === '') return { form: 'empty' };
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '')) return { form: 'other' };
  const parsed = parseJson(text);
  return parsed === undefined ? { form: 'broken' } : { form: 'json', value: parsed.value };
}

/** Node hides the code in `cause`, and for several addresses in `errors`. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
