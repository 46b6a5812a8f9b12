import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { deliver, type Delivery, type Sleep } from './deliver.ts';
import type { FaultKind } from './fault-shape.ts';
import { effectOf, type FaultAnswers, NO_FAULT, rememberBefore, takeFault } from './faults.ts';
import { parseJson } from './json.ts';
import { logRequest } from './log.ts';
import type { Answer, Body, Request } from './route.ts';
import { follow } from './script.ts';
import type { CoreWorld, State } from './state.ts';

/** A hook that can change the world right before or after a request is answered, such as a concurrent edit. */
export type ServerHook<W> = (
  request: Pick<Request, 'method' | 'path' | 'query' | 'body'>,
  moment: 'before' | 'after',
  /** The sandbox's own world, not a copy. */
  state: W,
) => void;

type ServerOptions<W extends CoreWorld> = {
  /** A request belongs to the first that matches. */
  readonly apis: readonly Api<W>[];
  /** Answers all other requests. */
  readonly otherwise: Api<W>;
  /** The answer, with status 400, to input that is not HTTP. */
  readonly notHttp: () => Answer;
  readonly hook: () => ServerHook<W> | undefined;
  readonly runDueActions: () => void;
  readonly sleep: Sleep;
};

/** One server for all APIs. It does not listen yet. */
export function createSandboxServer<W extends CoreWorld>(state: State<W>, options: ServerOptions<W>): Server {
  // Node's own answer to a request without Host has no envelope.
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    // Only a broken connection rejects, and then no answer is possible.
    serve(incoming, outgoing, state, options).catch(() => outgoing.destroy());
  });
  // Input that node:http cannot parse never becomes a request.
  server.on('clientError', (_, socket) => refuseRaw(socket as Socket, state, options.notHttp));
  server.on('connect', (_, socket) => refuseRaw(socket as Socket, state, options.notHttp));
  return server;
}

/** One API of the server. Its answers are in its own envelope. */
export type Api<W extends CoreWorld> = {
  /** Its name in the log. */
  readonly name: string;
  readonly matches: (path: string, method: string) => boolean;
  readonly answer: (request: Request, state: State<W>) => Answer;
  /** The answer to a failure of the sandbox itself. */
  readonly failed: (state: State<W>, why: string) => Answer;
  /** Answers to scripted faults. Absent: faults and scheduled actions ignore its requests. */
  readonly faultAnswers?: (state: State<W>) => FaultAnswers;
  /** Credentials in the world. The log hides them. */
  readonly secrets: (world: W) => readonly string[];
  /** Whether the log omits a request. Absent: never. */
  readonly isSilent?: (request: Request) => boolean;
};

const MAX_BODY_BYTES = 1024 * 1024;

/** Above this, reading stops. */
const MAX_READ_BYTES = 16 * MAX_BODY_BYTES;

/** Reads a whole body. One that is too long is discarded, so that the client still receives the answer. */
export async function readBody(incoming: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    // A stream without an encoding yields buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_READ_BYTES) break;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (size > MAX_BODY_BYTES)
    return { kind: 'malformed', text: '', why: `The body is longer than ${MAX_BODY_BYTES} bytes.` };
  return bodyOf(Buffer.concat(chunks), incoming.headers['content-type']);
}

async function serve<W extends CoreWorld>(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  state: State<W>,
  options: ServerOptions<W>,
): Promise<void> {
  const body = await readBody(incoming);
  const { path, query } = splitTarget(incoming.url ?? '/');
  const request: Request = { method: incoming.method ?? 'GET', path, query, headers: incoming.headers, body };
  const api = options.apis.find(({ matches }) => matches(path, request.method)) ?? options.otherwise;
  const secrets = () => [...options.apis, options.otherwise].flatMap((one) => one.secrets(state.world));
  state.requests += 1;

  let answered: Answered;
  try {
    answered = answerOf(request, api, state, options, secrets);
  } catch (error) {
    const answer = api.failed(state, error instanceof Error ? error.message : 'unknown');
    answered = { answer, delivery: { kind: 'whole' }, secrets: secrets() };
  }
  const { answer, delivery, fault } = answered;
  if (api.isSilent?.(request) !== true) logRequest(state.log, api.name, request, answer, answered.secrets, fault);
  outgoing.setHeader('date', state.now().toUTCString());
  await deliver(outgoing, answer, delivery, { withBody: request.method !== 'HEAD', sleep: options.sleep });
}

type Answered = {
  readonly answer: Answer;
  readonly delivery: Delivery;
  readonly fault?: FaultKind['kind'];
  /** Credentials in the world when the request arrived. */
  readonly secrets: readonly string[];
};

/** Synchronous, so no other request can interleave. */
function answerOf<W extends CoreWorld>(
  request: Request,
  api: Api<W>,
  state: State<W>,
  options: ServerOptions<W>,
  secretsNow: () => readonly string[],
): Answered {
  options.runDueActions();
  const secrets = secretsNow();
  options.hook()?.(request, 'before', state.world);
  const faultAnswers = api.faultAnswers?.(state);
  const effect = faultAnswers === undefined ? NO_FAULT : effectOf(takeFault(state.faults, request), faultAnswers);
  const real = effect.commits ? realAnswer(request, api, state, effect.stale) : undefined;
  options.hook()?.(request, 'after', state.world);
  const sent = effect.answer(real);
  return {
    // The client received nothing; 0 is not an HTTP status.
    answer: sent === undefined || effect.delivery.kind === 'never' ? { status: 0, headers: {}, text: '' } : sent,
    delivery: effect.delivery,
    secrets,
    ...(effect.fault === undefined ? {} : { fault: effect.fault }),
  };
}

function realAnswer<W extends CoreWorld>(request: Request, api: Api<W>, state: State<W>, stale: boolean): Answer {
  if (api.faultAnswers === undefined) return api.answer(request, state);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const { world, faults } = state;
  if (stale && isRead && faults.before !== undefined) {
    // A copy, because a read may apply pending actions that are due.
    state.world = structuredClone(faults.before);
    try {
      return api.answer(request, state);
    } finally {
      state.world = world;
    }
  }
  if (!isRead) rememberBefore(faults, world);
  const answer = api.answer(request, state);
  follow(state.script, request, answer, state.now(), world.seed);
  return answer;
}

/** Not with the URL class, because it would normalize the text that the client sent. */
function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const local = target.replace(/^https?:\/\/[^/?]*/i, '');
  const at = local.indexOf('?');
  return at < 0
    ? { path: local, query: new URLSearchParams() }
    : { path: local.slice(0, at), query: new URLSearchParams(local.slice(at + 1)) };
}

function refuseRaw(socket: Socket, state: State, notHttp: () => Answer): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  state.requests += 1;
  const { text } = notHttp();
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

function bodyOf(bytes: Uint8Array, type: string | undefined): Body {
  if (bytes.length === 0) return { kind: 'none' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'malformed', text: Buffer.from(bytes).toString('hex'), why: 'The body is not UTF-8.' };
  }
  // Source: every page of developers.layers.com docs/api/reference: "Content-Type: application/json" (documented); that
  // other types are refused is inferred.
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type ?? '')) {
    return { kind: 'malformed', text, why: 'The body must have Content-Type: application/json.' };
  }
  try {
    return { kind: 'json', value: parseJson(text) };
  } catch {
    return { kind: 'malformed', text, why: 'The body is not valid JSON.' };
  }
}
