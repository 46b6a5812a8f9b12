import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { readBody } from './body.ts';
import { answerControl, isSilent } from './control/index.ts';
import { answerLayers, failedLayers } from './layers/index.ts';
import { type LoggedRequest, logRequest, secretsOf } from './log.ts';
import type { Answer, Request } from './route.ts';
import type { State } from './state.ts';
import { answerTikTok, failedTikTok } from './tiktok/index.ts';
import type { World } from './world.ts';

/** Somebody who changes the world right before or right after a request is answered: a rival who edits. */
export type Hook = (
  request: Pick<Request, 'method' | 'path' | 'query' | 'body'>,
  moment: 'before' | 'after',
  /** The sandbox's own world: what is changed here is changed. */
  state: World,
) => void;

type Api = {
  readonly name: LoggedRequest['api'];
  readonly answer: (request: Request, state: State) => Answer;
  /** The answer to a fault of the sandbox itself, in the API's envelope. */
  readonly failed: (state: State, why: string) => Answer;
};

const LAYERS: Api = { name: 'layers', answer: answerLayers, failed: failedLayers };
const TIKTOK: Api = { name: 'tiktok', answer: answerTikTok, failed: failedTikTok };
const CONTROL: Api = { name: 'sandbox', answer: answerControl, failed: failedLayers };

/** Both APIs and the control routes behind one server. It does not listen yet. */
export function createSandboxServer(state: State, hook: () => Hook | undefined): Server {
  // Node's own answer to a request without Host has no envelope.
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    // Nothing rejects but a connection that breaks, and then there is nobody to tell.
    serve(incoming, outgoing, state, hook).catch(() => outgoing.destroy());
  });
  // What node:http itself cannot read never becomes a request.
  server.on('clientError', (_, socket) => refuseRaw(socket as Socket, state));
  server.on('connect', (_, socket) => refuseRaw(socket as Socket, state));
  return server;
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  state: State,
  hook: () => Hook | undefined,
): Promise<void> {
  const body = await readBody(incoming);
  const { path, query } = splitTarget(incoming.url ?? '/');
  const request: Request = { method: incoming.method ?? 'GET', path, query, headers: incoming.headers, body };
  const secrets = secretsOf(state.world);
  const api = apiOf(path);
  state.requests += 1;

  let answer: Answer;
  try {
    hook()?.(request, 'before', state.world);
    answer = api.answer(request, state);
    hook()?.(request, 'after', state.world);
  } catch (error) {
    answer = api.failed(state, error instanceof Error ? error.message : 'unknown');
  }

  if (!isSilent(request)) logRequest(state, api.name, request, answer, secrets);
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.text)) });
  outgoing.end(request.method === 'HEAD' ? undefined : answer.text);
}

/** By hand, because the URL class would tidy up what a client really sent. */
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
