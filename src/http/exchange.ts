import type { Dispatcher } from 'undici';
import type { Machine, RecordedRequest, RecordedResponse } from '../machine.ts';
import { exactJson, type Value } from '../model/index.ts';
import type { ApiRequest, ApiResponse } from './api.ts';
import { USER_AGENT } from './dispatcher.ts';
import { hasPlainNumbers, isTooDeep, parseExact, parseJson } from './json.ts';
import { receive, type Received } from './receive.ts';
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
 * Calls `giveUp` after `timeoutMs`, and earlier if the run is interrupted: a silent server must not delay the exit. The
 * returned function removes all listeners. Not `AbortSignal.any`: signals of a whole run would collect one for each
 * request.
 *
 * @param caller ends it at once
 */
export function atDeadline(
  { deadline, forget, stop }: DeadlineMachine,
  timeoutMs: number,
  giveUp: (reason: unknown) => void,
  caller?: AbortSignal,
): () => void {
  const deadlines: AbortSignal[] = [];
  const end = ({ target }: Event): void => giveUp(target instanceof AbortSignal ? target.reason : undefined);
  const after = (ms: number): void => {
    const signal = deadline(ms);
    deadlines.push(signal);
    signal.addEventListener('abort', end);
  };
  const endSoon = (): void => after(Math.min(GRACE_MS, timeoutMs));
  after(timeoutMs);
  if (caller?.aborted) giveUp(caller.reason);
  caller?.addEventListener('abort', end);
  if (stop?.aborted) endSoon();
  else stop?.addEventListener('abort', endSoon, { once: true });
  return () => {
    stop?.removeEventListener('abort', endSoon);
    caller?.removeEventListener('abort', end);
    for (const each of deadlines) {
      each.removeEventListener('abort', end);
      forget?.(each);
    }
  };
}

type Unreceived = Exclude<Exchange, { outcome: 'response' }>;

async function sendOnce(
  url: string,
  request: ApiRequest,
  { machine, headers, timeoutMs }: Sending,
  signal: AbortSignal,
): Promise<RecordedResponse | Unreceived> {
  let isLate = false;
  const watch = (giveUp: (reason: unknown) => void): (() => void) =>
    atDeadline(
      machine,
      timeoutMs,
      (reason) => {
        isLate = true;
        giveUp(reason);
      },
      signal,
    );
  try {
    return await unpacked(await receive(optionsOf(url, request, headers), machine.dispatcher, MAX_BODY_BYTES, watch));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (isLate) return { outcome: 'timeout' };
    const code = codeOf(error);
    return { outcome: 'lost', ...(code !== undefined && { code }) };
  }
}

function optionsOf(
  url: string,
  { method, body, headers: more }: ApiRequest,
  headers: Sending['headers'],
): Dispatcher.DispatchOptions {
  const { origin, pathname, search } = new URL(url);
  return {
    origin,
    path: `${pathname}${search}`,
    method,
    headers: {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      'user-agent': USER_AGENT,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      ...more,
    },
    ...(body !== undefined && { body: exactJson(body) }),
  };
}

/** Without state between texts. */
const UTF8 = new TextDecoder();

async function unpacked({ status, headers, bytes }: Received): Promise<RecordedResponse | Unreceived> {
  if (bytes === undefined) return { outcome: 'too-large' };
  const { 'content-encoding': encoding, ...kept } = firstOfEach(headers);
  const body = await unpack(bytes, encoding, MAX_BODY_BYTES);
  if (body.outcome === 'too-large') return body;
  if (body.outcome === 'broken') return { outcome: 'lost', code: 'NOT_UNPACKED' };
  return { status, headers: kept, body: UTF8.decode(body.bytes) };
}

function responseOf({ status, headers, body }: RecordedResponse): ApiResponse {
  return { status, header: (name) => headers[name], body: bodyOf(body, headers['content-type']) };
}

function firstOfEach(headers: Received['headers']): Readonly<Record<string, string>> {
  const first: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value[0] : value;
    if (text !== undefined) first[name] = text;
  }
  return first;
}

function bodyOf(text: string, contentType: string | undefined): ApiResponse['body'] {
  if (text.trim() === '') return { form: 'empty' };
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '')) return { form: 'other' };
  if (isTooDeep(text)) return { form: 'deep' };
  const parsed = parseJson(text);
  if (parsed === undefined) return { form: 'broken' };
  const { value } = parsed;
  // JSON contains only values. Most responses need no second pass, which takes longer than the first.
  const exact = (): Value | undefined => (hasPlainNumbers(text) ? (value as Value) : parseExact(text)?.value);
  return { form: 'json', value, exact };
}

/** Node may have the code in `cause`. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : undefined;
}
