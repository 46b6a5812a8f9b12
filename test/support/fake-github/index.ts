import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeAnswer, type FakeComment, refusal } from './answers.ts';
import { type Asked, answerFaults, operations, requestFaults } from './contract.ts';
import { graphql } from './graphql.ts';
import type { FakeToken } from './operation.ts';
import { carriedOut } from './operations.ts';
import { type StorageAnswer, type StorageRequest, startStorage } from './storage.ts';
import { createWorld, type FakeWorld, type WorldOptions } from './world.ts';

export { type FakeAnswer, invalid, refusal } from './answers.ts';
export type { FakeToken } from './operation.ts';
export type { StorageAnswer, StorageRequest } from './storage.ts';
export { blobId } from './trees.ts';
export {
  commitId,
  type FakePull,
  type FakeWorld,
  PLAN_WORKFLOW,
} from './world.ts';

export type FakeRequest = {
  readonly method: string;
  readonly path: string;
  /** With its question mark; empty if there is none. */
  readonly query: string;
  readonly body: unknown;
};

export type FakeOptions = WorldOptions & {
  readonly tokens?: Readonly<Record<string, FakeToken>>;
  /** Below which path the API is: `/api/v3`, as on a server of one's own. */
  readonly base?: string;
  /**
   * Intercepts a request and returns a response instead of the real one; `lose` executes the request and returns 502.
   * `number` counts requests of this method and path from 1.
   */
  readonly intervene?: (request: FakeRequest, number: number) => FakeAnswer | 'lose' | 'hang up' | undefined;
  /** The same for the storage of artifacts. `number` counts all of its requests from 1. */
  readonly interveneAtStorage?: (request: StorageRequest, number: number) => StorageAnswer | 'hang up' | undefined;
};

export type FakeGitHub = {
  /** What GITHUB_API_URL is set to. */
  readonly api: string;
  /** Pull requests, runs, artifacts, labels, people, deployments, issues, queues: for reads and changes. */
  readonly world: FakeWorld;
  readonly comments: () => readonly Readonly<FakeComment>[];
  /** Adds a comment of a person. */
  readonly say: (author: string | null, body: string, pull?: number) => number;
  readonly forget: (id: number) => void;
  readonly requests: () => readonly FakeRequest[];
  /** Requests that change something, since the last call. */
  readonly newWrites: () => readonly FakeRequest[];
  /** Requests to the storage of artifacts. */
  readonly storageRequests: () => readonly StorageRequest[];
  /** What reconcile sent, or this fake answered, that GitHub's description does not allow; a token at the storage too. */
  readonly faults: () => readonly string[];
  readonly stop: () => Promise<void>;
};

const TOKENS: Readonly<Record<string, FakeToken>> = {
  ghs_actions_0000000000: { login: 'github-actions[bot]', kind: 'app' },
  ghp_octocat_0000000000: { login: 'octocat', kind: 'user' },
  ghs_readonly_000000000: { login: 'github-actions[bot]', kind: 'app', mayWrite: false },
};

/** GitHub, as far as pull requests, runs and issues of one repository go, on free ports of this machine. */
export async function startFakeGitHub(options: FakeOptions = {}): Promise<FakeGitHub> {
  const { tokens = TOKENS, base = '', intervene = () => undefined, interveneAtStorage = () => undefined } = options;
  const world = createWorld(options);
  const comments = new Map<number, FakeComment>();
  const requests: FakeRequest[] = [];
  const faults: string[] = [];
  let lastId = 2_147_483_600;
  let reported = 0;

  const say: FakeGitHub['say'] = (author, body, pull = 7) => {
    lastId += 1;
    comments.set(lastId, { id: lastId, author, pull, body, reactions: [] });
    return lastId;
  };

  const storage = await startStorage(
    (artifact) => world.artifacts().find(({ id }) => id === artifact)?.zip,
    interveneAtStorage,
  );
  const keep = {
    world,
    comments,
    say,
    storageUrl: (artifact: number) => `${storage.origin}/artifacts/${artifact}?sig=${lastId}`,
  };

  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch((error: unknown) => {
      faults.push(String(error));
      outgoing.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // It listens on a port, so the address is not a path.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    api: `${origin}${base}`,
    world,
    comments: () => [...comments.values()],
    say,
    forget: (id) => void comments.delete(id),
    requests: () => requests,
    newWrites: () => {
      const fresh = requests.slice(reported);
      reported = requests.length;
      return fresh.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'));
    },
    storageRequests: storage.requests,
    faults: () => [...faults, ...leaks()],
    stop: async () => {
      await storage.stop();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };

  /** A token sent to the storage, in any header. */
  function leaks(): readonly string[] {
    const seen = (request: StorageRequest): boolean =>
      Object.keys(tokens).some((token) => JSON.stringify(request).includes(token)) ||
      request.headers.authorization !== undefined ||
      request.headers.cookie !== undefined;
    return storage
      .requests()
      .filter(seen)
      .map(({ path }) => `a credential went to the storage: ${path}`);
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', origin);
    const text = await textOf(incoming);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const request = { method: incoming.method ?? '', path: url.pathname, query: url.search, body };
    requests.push(request);
    const number = requests.filter(({ method, path }) => method === request.method && path === request.path).length;
    const between = intervene(request, number);
    if (between === 'hang up') {
      outgoing.destroy();
      return;
    }
    if (between !== undefined && between !== 'lose') {
      send(outgoing, between);
      return;
    }
    const answer = answerTo(request, url, incoming.headers);
    send(outgoing, between === 'lose' ? { status: 502, body: 'Bad gateway' } : answer);
  }

  function answerTo(request: FakeRequest, url: URL, headers: Asked['headers']): FakeAnswer {
    const token = tokens[String(headers.authorization).replace(/^(token|bearer) /i, '')];
    if (token === undefined) return refusal(401, 'Bad credentials');
    if (url.pathname === `${base.replace(/\/v3$/, '')}/graphql`) {
      const asked = graphql(request.body, token, world);
      faults.push(...asked.faults);
      return asked.answer;
    }
    if (!url.pathname.startsWith(base)) return refusal(404, 'Not Found');
    const below = url.pathname.slice(base.length);
    const operation = operations.find(({ method, path }) => method === request.method && path.test(below));
    if (operation === undefined) {
      faults.push(`${request.method} ${url.pathname} is none of GitHub's operations in use`);
      return refusal(404, 'Not Found');
    }
    const path = Object.fromEntries(
      Object.entries(operation.path.exec(below)?.groups ?? {}).map(([name, part]) => [name, decodeURIComponent(part)]),
    );
    const query = url.searchParams;
    faults.push(...requestFaults(operation, { query, path, headers, body: request.body }));
    const members = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const answer = carriedOut(operation.id, { path, query, body: members, token }, keep);
    faults.push(...answerFaults(operation, answer.status, answer.body));
    return answer;
  }
}

function send(outgoing: ServerResponse, { status, body, headers = {} }: FakeAnswer): void {
  const json = typeof body !== 'string';
  outgoing.writeHead(status, {
    ...(body !== undefined && { 'content-type': json ? 'application/json; charset=utf-8' : 'text/html' }),
    ...headers,
  });
  outgoing.end(body === undefined ? undefined : json ? JSON.stringify(body) : body);
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
