import { Dispatcher, request } from 'undici';

/** A request as it would go over the wire. */
export type Sent = {
  readonly method: string;
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Takes the place of the network. If the handler returns an error, the connection breaks. */
export class AnsweringDispatcher extends Dispatcher {
  /** `fetch` then passes the body unchanged, as to undici's own mock agent. */
  readonly isMockActive = true;
  readonly #answer: (sent: Sent) => Promise<Answered | Error>;

  constructor(answer: (sent: Sent) => Promise<Answered | Error>) {
    super();
    this.#answer = answer;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const receiver = receiverOf(handler);
    let aborted = false;
    receiver.start((reason) => {
      aborted = true;
      receiver.fail(reason ?? new Error('aborted'));
    });
    void this.#answer(sentOf(options)).then((answered) => {
      if (aborted) return;
      if (answered instanceof Error) receiver.fail(answered);
      else receiver.answer(answered);
    });
    return true;
  }

  override async close(): Promise<void> {}
  override async destroy(): Promise<void> {}
}

type Receiver = {
  readonly start: (abort: (reason?: Error) => void) => void;
  readonly answer: (answered: Answered) => void;
  readonly fail: (error: Error) => void;
};

/** Handlers of undici have two forms: `fetch` passes the older one, and reconcile the newer. */
function receiverOf(handler: Dispatcher.DispatchHandler): Receiver {
  return handler.onRequestStart === undefined ? olderReceiver(handler) : newerReceiver(handler);
}

function olderReceiver(handler: Dispatcher.DispatchHandler): Receiver {
  return {
    start: (abort) => handler.onConnect?.(abort),
    answer: ({ status, headers, body }) => {
      const raw = Object.entries(headers).flatMap((pair) => pair.map((text) => Buffer.from(text)));
      handler.onHeaders?.(status, raw, () => {}, '');
      handler.onData?.(Buffer.from(body));
      handler.onComplete?.([]);
    },
    fail: (error) => handler.onError?.(error),
  };
}

function newerReceiver(handler: Dispatcher.DispatchHandler): Receiver {
  let abortRequest = (_reason?: Error): void => {};
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    abort: (reason) => abortRequest(reason),
    pause: () => {},
    resume: () => {},
  };
  return {
    start: (abort) => {
      abortRequest = abort;
      handler.onRequestStart?.(controller, {});
    },
    answer: ({ status, headers, body }) => {
      handler.onResponseStart?.(controller, status, { ...headers }, '');
      handler.onResponseData?.(controller, Buffer.from(body));
      handler.onResponseEnd?.(controller, {});
    },
    fail: (error) => handler.onResponseError?.(controller, error),
  };
}

/** Sends to the real network, and records responses by request, in order. */
export function recordingDispatcher(network: Dispatcher): {
  readonly dispatcher: Dispatcher;
  readonly kept: ReadonlyMap<string, readonly Answered[]>;
} {
  const kept = new Map<string, Answered[]>();
  const dispatcher = new AnsweringDispatcher(async (sent) => {
    const { method, origin, path, headers, body } = sent;
    const { 'content-length': _, host: __, ...rest } = headers;
    const answer = await request(`${origin}${path}`, {
      dispatcher: network,
      method,
      headers: rest,
      ...(body !== '' && { body }),
    });
    const { 'content-length': ___, 'transfer-encoding': ____, ...plain } = answer.headers;
    const answered = {
      status: answer.statusCode,
      headers: Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, String(value)])),
      body: await answer.body.text(),
    };
    kept.set(keyOf(sent), [...(kept.get(keyOf(sent)) ?? []), answered]);
    return answered;
  });
  return { dispatcher, kept };
}

/** The identity of a repeated request. */
export function keyOf({ method, origin, path }: Pick<Sent, 'method' | 'origin' | 'path'>): string {
  return `${method} ${origin}${path}`;
}

function sentOf({ method, origin, path, headers, body }: Dispatcher.DispatchOptions): Sent {
  return { method, origin: String(origin), path, headers: headersOf(headers), body: textOf(body) };
}

/** Both libraries that use it pass plain pairs. */
function headersOf(headers: Dispatcher.DispatchOptions['headers']): Readonly<Record<string, string>> {
  const flat = Array.isArray(headers) ? pairsOf(headers) : Object.entries(headers ?? {});
  return Object.fromEntries(flat.map(([name, value]) => [String(name).toLowerCase(), String(value)]));
}

function pairsOf(list: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]] as const] : []));
}

function textOf(body: unknown): string {
  if (body === null || body === undefined) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  throw new TypeError(`a body that is neither text nor bytes: ${typeof body}`);
}
