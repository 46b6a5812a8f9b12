import type { Dispatcher } from 'undici';
import type { Machine, RecordedRequest, RecordedResponse } from '../machine.ts';
import { exactJson, remembered, type Value } from '../model/index.ts';
import type { ApiRequest, ApiResponse } from './api.ts';
import { USER_AGENT } from './dispatcher.ts';
import { hasPlainNumbers, isTooDeep, parseExact, parseJson } from './json.ts';
import { onAbort } from './on-abort.ts';
import { type Received, Reception } from './receive.ts';
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
  const recorder = request.method === 'GET' ? sending.machine.recorder : undefined;
  const recorded: RecordedRequest = { url: `${sending.origin}${request.path}`, credential: sending.secret };
  const replayed = recorder?.replay(recorded) ?? 'live';
  if (replayed === 'missing') return { outcome: 'lost', code: 'NOT_RECORDED' };
  if (replayed !== 'live') return { outcome: 'response', response: responseOf(replayed) };
  const result = await sendOnce(request, sending, signal);
  if (!('status' in result)) return result;
  recorder?.record(recorded, recordOf(result));
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
  const ends: (() => void)[] = [];
  const listen = (signal: AbortSignal, call: () => void): void => {
    ends.push(onAbort(signal, call));
  };
  const after = (ms: number): void => {
    const signal = deadline(ms);
    listen(signal, () => giveUp(signal.reason));
    if (forget !== undefined) ends.push(() => forget(signal));
  };
  const endSoon = (): void => after(Math.min(GRACE_MS, timeoutMs));
  after(timeoutMs);
  if (caller?.aborted) giveUp(caller.reason);
  else if (caller !== undefined) listen(caller, () => giveUp(caller.reason));
  if (stop?.aborted) endSoon();
  else if (stop !== undefined) listen(stop, endSoon);
  return () => {
    for (const end of ends) end();
  };
}

/** `body`: unpacked text. */
type WireResponse = Pick<Received, 'status' | 'headers'> & { readonly body: string };

type Unreceived = Exclude<Exchange, { outcome: 'response' }>;

async function sendOnce(
  request: ApiRequest,
  sending: Sending,
  signal: AbortSignal,
): Promise<WireResponse | Unreceived> {
  const { machine, timeoutMs } = sending;
  const reception = new Reception(MAX_BODY_BYTES);
  let isLate = false;
  const giveUp = (reason: unknown): void => {
    isLate = true;
    reception.giveUp(reason);
  };
  const unwatch = atDeadline(machine, timeoutMs, giveUp, signal);
  try {
    const { status, headers, bytes } = await reception.responseTo(optionsOf(request, sending), machine.dispatcher);
    if (bytes === undefined) return { outcome: 'too-large' };
    const encoding = first(headers['content-encoding']);
    const body =
      encoding === undefined ? ({ outcome: 'whole', bytes } as const) : await unpack(bytes, encoding, MAX_BODY_BYTES);
    if (body.outcome === 'too-large') return body;
    if (body.outcome === 'broken') return { outcome: 'lost', code: 'NOT_UNPACKED' };
    return { status, headers, body: UTF8.decode(body.bytes) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (isLate) return { outcome: 'timeout' };
    const code = codeOf(error);
    return { outcome: 'lost', ...(code !== undefined && { code }) };
  } finally {
    unwatch();
  }
}

/** The parts of the origin in the settings. `prefix`: a path before that of each request; most often empty. */
const addressOf = remembered((text) => {
  const { origin, pathname } = new URL(text);
  return { origin, prefix: pathname.replace(/\/$/, '') };
});

const STANDARD_HEADERS = { accept: 'application/json', 'accept-encoding': ENCODINGS, 'user-agent': USER_AGENT };

function optionsOf({ method, path, body, headers: more }: ApiRequest, sending: Sending): Dispatcher.DispatchOptions {
  const { origin, prefix } = addressOf(sending.origin);
  const headers = {
    ...STANDARD_HEADERS,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...sending.headers,
    ...more,
  };
  return { origin, path: `${prefix}${path}`, method, headers, ...(body !== undefined && { body: exactJson(body) }) };
}

/** Without state between texts. */
const UTF8 = new TextDecoder();

function responseOf({ status, headers, body }: WireResponse): ApiResponse {
  const header = (name: string): string | undefined => first(headers[name]);
  return { status, header, body: bodyOf(body, header('content-type')) };
}

function recordOf({ status, headers, body }: WireResponse): RecordedResponse {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = first(value);
    // The recorded body is unpacked.
    if (text !== undefined && name !== 'content-encoding') kept[name] = text;
  }
  return { status, headers: kept, body };
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
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
