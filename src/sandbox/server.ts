import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { readBody } from './body.ts';
import { answerControl, isOurs, isSilent } from './control/index.ts';
import { deliver, type Sleep } from './deliver.ts';
import { rememberBefore, takeFault } from './faults/list.ts';
import { type Delivery, playOf } from './faults/play.ts';
import type { FaultKind } from './faults/shape.ts';
import { answerLayers, failedLayers } from './layers/index.ts';
import { limitLayers } from './limits/layers.ts';
import { limitTikTok } from './limits/tiktok.ts';
import { type LoggedRequest, logRequest, secretsOf } from './log.ts';
import { runDueActions } from './people/index.ts';
import { follow } from './people/script.ts';
import type { Answer, Request } from './route.ts';
import type { State } from './state.ts';
import { answerTikTok, failedTikTok } from './tiktok/index.ts';
import type { World } from './world.ts';

/** A hook that can change the world right before or after a request is answered, such as a concurrent edit. */
export type Hook = (
  request: Pick<Request, 'method' | 'path' | 'query' | 'body'>,
  moment: 'before' | 'after',
  /** The sandbox's own world, which it can change. */
  state: World,
) => void;

type Api = {
  readonly name: LoggedRequest['api'];
  readonly answer: (request: Request, state: State) => Answer;
  /** The answer to a failure of the sandbox itself, in the API's envelope. */
  readonly failed: (state: State, why: string) => Answer;
};

const LAYERS: Api = { name: 'layers', answer: limitedLayers, failed: failedLayers };
const TIKTOK: Api = { name: 'tiktok', answer: limitedTikTok, failed: failedTikTok };
const CONTROL: Api = { name: 'sandbox', answer: answerControl, failed: failedLayers };

/** One server for both APIs and the control routes. It does not listen yet. */
export function createSandboxServer(state: State, hook: () => Hook | undefined, sleep: Sleep): Server {
  // Node's own answer to a request without Host has no envelope.
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    // Only a broken connection rejects, and then no answer is possible.
    serve(incoming, outgoing, state, hook, sleep).catch(() => outgoing.destroy());
  });
  // Input that node:http cannot parse never becomes a request.
  server.on('clientError', (_, socket) => refuseRaw(socket as Socket, state));
  server.on('connect', (_, socket) => refuseRaw(socket as Socket, state));
  return server;
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  state: State,
  hook: () => Hook | undefined,
  sleep: Sleep,
): Promise<void> {
  const body = await readBody(incoming);
  const { path, query } = splitTarget(incoming.url ?? '/');
  const request: Request = { method: incoming.method ?? 'GET', path, query, headers: incoming.headers, body };
  const api = apiOf(path);
  state.requests += 1;

  let answered: Answered;
  try {
    answered = answerOf(request, api, state, hook);
  } catch (error) {
    const answer = api.failed(state, error instanceof Error ? error.message : 'unknown');
    answered = { answer, delivery: { kind: 'whole' }, secrets: secretsOf(state.world) };
  }
  const { answer, delivery, fault, secrets } = answered;
  if (!isSilent(request)) logRequest(state.log, api.name, request, answer, secrets, fault);
  await deliver(outgoing, answer, delivery, { withBody: request.method !== 'HEAD', sleep });
}

type Answered = {
  readonly answer: Answer;
  readonly delivery: Delivery;
  readonly fault?: FaultKind['kind'];
  /** Credentials in the world when the request arrived. */
  readonly secrets: readonly string[];
};

/** Synchronous, so no other request can interleave. */
function answerOf(request: Request, api: Api, state: State, hook: () => Hook | undefined): Answered {
  runDueActions(state);
  const secrets = secretsOf(state.world);
  hook()?.(request, 'before', state.world);
  const fault = isOurs(request) ? undefined : takeFault(state.faults, request);
  const play = playOf(fault, api.name === 'tiktok', state);
  const real = play.commits ? realAnswer(request, api, state, play.stale) : undefined;
  hook()?.(request, 'after', state.world);
  const sent = play.answer(real);
  return {
    // The client received nothing; 0 is not an HTTP status.
    answer: sent === undefined || play.delivery.kind === 'never' ? { status: 0, headers: {}, text: '' } : sent,
    delivery: play.delivery,
    secrets,
    ...(fault === undefined ? {} : { fault: fault.kind }),
  };
}

function realAnswer(request: Request, api: Api, state: State, stale: boolean): Answer {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const { world, faults } = state;
  if (isOurs(request)) return api.answer(request, state);
  if (stale && isRead && faults.before !== undefined) {
    // A copy, because a read may settle pending actions that are due.
    state.world = structuredClone(faults.before);
    try {
      return api.answer(request, state);
    } finally {
      state.world = world;
    }
  }
  rememberBefore(faults, request, world);
  const answer = api.answer(request, state);
  follow(state.script, request, answer, state.now(), world.seed);
  return answer;
}

function limitedLayers(request: Request, state: State): Answer {
  if (!state.world.switches.rateLimits) return answerLayers(request, state);
  const limited = limitLayers(request, state);
  return typeof limited === 'function' ? limited(answerLayers(request, state)) : limited;
}

function limitedTikTok(request: Request, state: State): Answer {
  const refusal = state.world.switches.rateLimits ? limitTikTok(request, state) : undefined;
  return refusal ?? answerTikTok(request, state);
}

/** Not with the URL class, because it would normalize the text that the client sent. */
function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const local = target.replace(/^https?:\/\/[^/?]*/i, '');
  const at = local.indexOf('?');
  return at < 0
    ? { path: local, query: new URLSearchParams() }
    : { path: local.slice(0, at), query: new URLSearchParams(local.slice(at + 1)) };
}

function apiOf(path: string): Api {
  if (path.startsWith('/open_api/')) return TIKTOK;
  return path.startsWith('/__sandbox/') ? CONTROL : LAYERS;
}

function refuseRaw(socket: Socket, state: State): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  state.requests += 1;
  const { text } = failedLayers(state, 'The request is not HTTP.', 'VALIDATION');
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}
