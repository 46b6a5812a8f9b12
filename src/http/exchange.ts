import { type Dispatcher, request as sendRequest } from 'undici';
import { type Machine, type RecordedRequest, type RecordedResponse, untilAborted } from '../machine.ts';
import { exactJson } from '../model/index.ts';
import type { ApiRequest, ApiResponse } from './api.ts';
import { USER_AGENT } from './dispatcher.ts';
import { isTooDeep, parseExact, parseJson } from './json.ts';
import { ENCODINGS, unpack } from './unpack.ts';

export type Exchange =
  | { readonly outcome: 'response'; readonly response: ApiResponse }
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'timeout' }
  /** The error code of Node or undici, if any. */
  | { readonly outcome: 'lost'; readonly code?: string };

/** Encoded and decoded. A page of 1,000 rows has less than 1 MB. */
const MAX_BODY_BYTES = 20_000_000;

export type Sending = {
  readonly machine: Pick<Machine, 'dispatcher' | 'recorder'> & DeadlineMachine;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Only identifies the owner of recorded reads. */
  readonly secret: string;
  readonly timeoutMs: number;
};

/** Sends one request once. Follows no redirect. Rejects only if `signal` aborts. */
export async function exchange(request: ApiRequest, sending: Sending, signal: AbortSignal): Promise<Exchange> {
  const recorded: RecordedRequest = { url: `${sending.origin}${request.path}`, credential: sending.secret };
  const { recorder } = sending.machine;
  const replayed = request.method === 'GET' ? (recorder?.replay(recorded) ?? 'live') : 'live';
  if (replayed === 'missing') return { outcome: 'lost', code: 'NOT_RECORDED' };
  if (replayed !== 'live') return { outcome: 'response', response: responseOf(replayed) };
  const result = await sendOnce(recorded.url, request, sending, signal);
  if (!('status' in result)) return result;
  if (request.method === 'GET') recorder?.record(recorded, result);
  return { outcome: 'response', response: responseOf(result) };
}

type DeadlineMachine = Pick<Machine, 'deadline'> & Partial<Pick<Machine, 'stop' | 'forget'>>;

/** For a pending request when the run is interrupted. A CI runner enforces the stop after 7.5 s. */
const GRACE_MS = 5_000;

/**
 * Aborts after `timeoutMs`, and earlier if the run is interrupted: a silent server must not delay the exit. `forget`
 * removes all listeners. Not `AbortSignal.any`: signals of a whole run would collect one for each request.
 *
 * @param caller aborts at once
 */
export function requestDeadline(
  { deadline, forget, stop }: DeadlineMachine,
  timeoutMs: number,
  caller?: AbortSignal,
): { readonly signal: AbortSignal; readonly forget: () => void } {
  const controller = new AbortController();
  const deadlines: AbortSignal[] = [];
  const abort = ({ target }: Event): void => {
    controller.abort(target instanceof AbortSignal ? target.reason : undefined);
  };
  const after = (ms: number): void => {
    const end = deadline(ms);
    deadlines.push(end);
    end.addEventListener('abort', abort);
  };
  const abortSoon = (): void => after(Math.min(GRACE_MS, timeoutMs));
  after(timeoutMs);
  if (caller?.aborted) controller.abort(caller.reason);
  caller?.addEventListener('abort', abort);
  if (stop?.aborted) abortSoon();
  else stop?.addEventListener('abort', abortSoon, { once: true });
  return {
    signal: controller.signal,
    forget: () => {
      stop?.removeEventListener('abort', abortSoon);
      caller?.removeEventListener('abort', abort);
      for (const each of deadlines) forget?.(each);
    },
  };
}

async function sendOnce(
  url: string,
  request: ApiRequest,
  { machine, headers, timeoutMs }: Sending,
  signal: AbortSignal,
): Promise<RecordedResponse | Exclude<Exchange, { outcome: 'response' }>> {
  const { signal: ended, forget } = requestDeadline(machine, timeoutMs, signal);
  try {
    return await untilAborted(sent(url, request, machine.dispatcher, headers, ended), ended);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (ended.aborted) return { outcome: 'timeout' };
    const code = codeOf(error);
    return { outcome: 'lost', ...(code !== undefined && { code }) };
  } finally {
    forget();
  }
}

async function sent(
  url: string,
  request: ApiRequest,
  dispatcher: Dispatcher,
  headers: Sending['headers'],
  signal: AbortSignal,
): Promise<RecordedResponse | Exclude<Exchange, { outcome: 'response' }>> {
  const response = await sendRequest(url, {
    dispatcher,
    method: request.method,
    headers: {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      'user-agent': USER_AGENT,
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      ...request.headers,
    },
    ...(request.body !== undefined && { body: exactJson(request.body) }),
    signal,
  });
  const packed = await readAll(response.body);
  if (packed === undefined) return { outcome: 'too-large' };
  const { 'content-encoding': encoding, ...kept } = firstOfEach(response.headers);
  const body = await unpack(packed, encoding, MAX_BODY_BYTES);
  if (body.outcome === 'too-large') return body;
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
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function responseOf({ status, headers, body }: RecordedResponse): ApiResponse {
  return { status, header: (name) => headers[name], body: bodyOf(body, headers['content-type']) };
}

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

/** Node may have the code in `cause`. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
