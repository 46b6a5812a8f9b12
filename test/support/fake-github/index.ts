import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commentBody, type FakeAnswer, type FakeComment, invalid, ownUserBody, refusal } from './answers.ts';
import { type Asked, answerFaults, operations, requestFaults } from './contract.ts';

export { type FakeAnswer, invalid } from './answers.ts';

export type FakeRequest = { readonly method: string; readonly path: string; readonly body: unknown };

/** Whose a token is. Tokens of apps may not ask who they are over REST. */
export type FakeToken = { readonly login: string; readonly kind: 'user' | 'app'; readonly mayWrite?: boolean };

export type FakeOptions = {
  /** Of the repository `acme/ads`. */
  readonly pulls?: readonly number[];
  readonly tokens?: Readonly<Record<string, FakeToken>>;
  /** Below which path the API is: `/api/v3`, as on a server of one's own. */
  readonly base?: string;
  /**
   * Comes between: an answer instead of the real one; `lose` carries the request out and answers 502. `number` counts
   * requests of this method and path from 1.
   */
  readonly intervene?: (request: FakeRequest, number: number) => FakeAnswer | 'lose' | 'hang up' | undefined;
};

export type FakeGitHub = {
  /** What GITHUB_API_URL is set to. */
  readonly api: string;
  readonly comments: () => readonly Readonly<FakeComment>[];
  /** Somebody writes a comment. */
  readonly say: (author: string | null, body: string, pull?: number) => number;
  readonly forget: (id: number) => void;
  readonly requests: () => readonly FakeRequest[];
  /** Requests that change something, since the last call. */
  readonly newWrites: () => readonly FakeRequest[];
  /** What reconcile sent, or this fake answered, that GitHub's description does not allow. */
  readonly faults: () => readonly string[];
  readonly stop: () => Promise<void>;
};

const REPOSITORY = 'acme/ads';

const TOKENS: Readonly<Record<string, FakeToken>> = {
  ghs_actions_0000000000: { login: 'github-actions[bot]', kind: 'app' },
  ghp_octocat_0000000000: { login: 'octocat', kind: 'user' },
  ghs_readonly_000000000: { login: 'github-actions[bot]', kind: 'app', mayWrite: false },
};

/** GitHub, as far as comments on pull requests go, on a free port of this machine. */
export async function startFakeGitHub(options: FakeOptions = {}): Promise<FakeGitHub> {
  const { pulls = [7], tokens = TOKENS, base = '', intervene = () => undefined } = options;
  const comments = new Map<number, FakeComment>();
  const requests: FakeRequest[] = [];
  const faults: string[] = [];
  let lastId = 2_147_483_600;
  let reported = 0;

  const say: FakeGitHub['say'] = (author, body, pull = 7) => {
    lastId += 1;
    comments.set(lastId, { id: lastId, author, pull, body });
    return lastId;
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
    comments: () => [...comments.values()],
    say,
    forget: (id) => void comments.delete(id),
    requests: () => requests,
    newWrites: () => {
      const fresh = requests.slice(reported);
      reported = requests.length;
      return fresh.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'));
    },
    faults: () => faults,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', origin);
    const text = await textOf(incoming);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const request = { method: incoming.method ?? '', path: url.pathname, body };
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
    if (url.pathname === `${base.replace(/\/v3$/, '')}/graphql`) return viewer(request.body, token);
    if (!url.pathname.startsWith(base)) return refusal(404, 'Not Found');
    const below = url.pathname.slice(base.length);
    const operation = operations.find(({ method, path }) => method === request.method && path.test(below));
    if (operation === undefined) {
      faults.push(`${request.method} ${url.pathname} is none of GitHub's operations in use`);
      return refusal(404, 'Not Found');
    }
    const path = operation.path.exec(below)?.groups ?? {};
    faults.push(...requestFaults(operation, { query: url.searchParams, path, headers, body: request.body }));
    const answer = carriedOut(operation.id, path, url, request.body, token);
    faults.push(...answerFaults(operation, answer.status, answer.body));
    return answer;
  }

  function viewer(body: unknown, { login }: FakeToken): FakeAnswer {
    const asked = JSON.stringify(body);
    if (asked !== '{"query":"query { viewer { login } }"}') faults.push(`an unknown GraphQL query: ${asked}`);
    return { status: 200, body: { data: { viewer: { login } } } };
  }

  function carriedOut(
    operation: string,
    path: Readonly<Record<string, string>>,
    url: URL,
    body: unknown,
    token: FakeToken,
  ): FakeAnswer {
    if (operation === 'users/get-authenticated') {
      return token.kind === 'app'
        ? refusal(403, 'Resource not accessible by integration')
        : { status: 200, body: ownUserBody(token.login) };
    }
    if (`${path.owner}/${path.repo}` !== REPOSITORY) return refusal(404, 'Not Found');
    const pull = Number(path.issue_number);
    if (path.issue_number !== undefined && !pulls.includes(pull)) return refusal(404, 'Not Found');
    if (operation === 'issues/list-comments') return page(pull, url);
    if (token.mayWrite === false) return refusal(403, 'Resource not accessible by integration');
    if (operation === 'issues/create-comment') return written(201, body, (text) => say(token.login, text, pull));
    const comment = comments.get(Number(path.comment_id));
    if (comment === undefined) return refusal(404, 'Not Found');
    if (operation === 'issues/delete-comment') {
      comments.delete(comment.id);
      return { status: 204 };
    }
    return written(200, body, (text) => {
      comment.body = text;
      return comment.id;
    });
  }

  function page(pull: number, url: URL): FakeAnswer {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const number = Number(url.searchParams.get('page') ?? 1);
    const all = [...comments.values()].filter((comment) => comment.pull === pull);
    const last = Math.ceil(all.length / size);
    // Never ours to follow: the token would go along.
    const link = `<http://elsewhere.invalid/next?page=${number + 1}>; rel="next", <http://elsewhere.invalid/>; rel="last"`;
    return {
      status: 200,
      body: all.slice((number - 1) * size, number * size).map((comment) => commentBody(comment, REPOSITORY)),
      ...(number < last && { headers: { link } }),
    };
  }

  function written(status: number, body: unknown, write: (text: string) => number): FakeAnswer {
    const text = typeof body === 'object' && body !== null && 'body' in body ? body.body : undefined;
    if (typeof text !== 'string' || text.trim() === '') return invalid('Body cannot be blank');
    if (text.length > 65_536) return invalid('Body is too long (maximum is 65536 characters)');
    const comment = comments.get(write(text));
    return comment === undefined ? refusal(404, 'Not Found') : { status, body: commentBody(comment, REPOSITORY) };
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
