import { type Dispatcher, request } from 'undici';
import { type RecordedRequest, type Machine, type RecordedResponse, untilAborted } from '../machine.ts';
import { exactJson } from '../model/index.ts';
import { requestDeadline } from './deadline.ts';
import { isTooDeep, parseExact, parseJson } from './json.ts';
import type { ApiRequest, ApiResponse } from './reply.ts';
import { ENCODINGS, unpack } from './unpack.ts';
import { USER_AGENT } from './user-agent.ts';

/** Result of one request on the wire. */
export type Exchange =
  | { readonly outcome: 'reply'; readonly reply: ApiResponse }
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'timeout' }
  /** The error code of Node or undici, if any. */
  | { readonly outcome: 'lost'; readonly code?: string };

/** Maximum of bytes, encoded as well as decoded. A page of a thousand rows has less than one million. */
const LARGEST_BODY = 20_000_000;

/** Dependencies of one request. */
export type Sending = {
  readonly machine: Pick<Machine, 'dispatcher' | 'recorder' | 'deadline'> & Partial<Pick<Machine, 'stop'>>;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Identifies the owner of recorded reads; not used for anything else. */
  readonly secret: string;
  /** In milliseconds. */
  readonly timeout: number;
};

/** Sends one request once and reads the whole answer. Does not follow redirects. Only rejects if `signal` aborts. */
export async function exchange(call: ApiRequest, sending: Sending, signal: AbortSignal): Promise<Exchange> {
  const asked: RecordedRequest = { url: `${sending.origin}${call.path}`, credential: sending.secret };
  const { recorder } = sending.machine;
  const kept = call.method === 'GET' ? (recorder?.replay(asked) ?? 'live') : 'live';
  if (kept === 'blank') return { outcome: 'lost', code: 'NOT_RECORDED' };
  if (kept !== 'live') return { outcome: 'reply', reply: replyOf(kept) };
  const result = await overTheWire(asked.url, call, sending, signal);
  if (!('status' in result)) return result;
  if (call.method === 'GET') recorder?.record(asked, result);
  return { outcome: 'reply', reply: replyOf(result) };
}

async function overTheWire(
  url: string,
  call: ApiRequest,
  { machine, headers, timeout }: Sending,
  signal: AbortSignal,
): Promise<RecordedResponse | Exclude<Exchange, { outcome: 'reply' }>> {
  const { signal: late, forget } = requestDeadline(machine, timeout);
  const ended = AbortSignal.any([signal, late]);
  try {
    return await untilAborted(sent(url, call, machine.dispatcher, headers, ended), ended);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (late.aborted) return { outcome: 'timeout' };
    const code = codeOf(error);
    return { outcome: 'lost', ...(code !== undefined && { code }) };
  } finally {
    forget();
  }
}

async function sent(
  url: string,
  call: ApiRequest,
  dispatcher: Dispatcher,
  headers: Sending['headers'],
  signal: AbortSignal,
): Promise<RecordedResponse | Exclude<Exchange, { outcome: 'reply' }>> {
  const response = await request(url, {
    dispatcher,
    method: call.method,
    headers: {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      'user-agent': USER_AGENT,
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      ...call.headers,
    },
    ...(call.body !== undefined && { body: exactJson(call.body) }),
    signal,
  });
  const packed = await readAll(response.body);
  if (packed === undefined) return { outcome: 'too-large' };
  const { 'content-encoding': encoding, ...kept } = firstOfEach(response.headers);
  const body = await unpack(packed, encoding, LARGEST_BODY);
  if (body.outcome === 'too-large') return body;
  // The body is damaged, which counts as no answer.
  if (body.outcome === 'broken') return { outcome: 'lost', code: 'NOT_UNPACKED' };
  return { status: response.statusCode, headers: kept, body: new TextDecoder().decode(body.bytes) };
}

/** `undefined` if the body exceeds the limit. */
async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function replyOf({ status, headers, body }: RecordedResponse): ApiResponse {
  return { status, header: (name) => headers[name], body: bodyOf(body, headers['content-type']) };
}

/** The first value if a header is repeated. */
function firstOfEach(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string][] => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

function bodyOf(text: string, contentType: string | undefined): ApiResponse['body'] {
  if (text.trim() === '') return { form: 'empty' };
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '')) return { form: 'other' };
  if (isTooDeep(text)) return { form: 'deep' };
  const parsed = parseJson(text);
  return parsed === undefined
    ? { form: 'broken' }
    : { form: 'json', value: parsed.value, exact: () => parseExact(text)?.value };
}

/** Node has the code in `cause`, or in `errors` if there are several addresses. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
