import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EnvHttpProxyAgent } from 'undici';
import { describe, expect, test } from 'vitest';
import { pageSteps, postPage } from '../../src/github/index.ts';
import { dispatcherFetch } from '../../src/http/index.ts';
import { invalid } from '../support/fake-github/index.ts';
import { ACTIONS, fakeGitHub, gitHubAt, OCTOCAT, page, pull, READ_ONLY } from './harness.ts';
import { fakeDeadlines } from '../support/fake-deadlines.ts';

const RUN = (id: number) => `\n[The run that made this plan](https://github.com/acme/ads/actions/runs/${id})`;

describe('one comment', () => {
  test('is posted, edited if the text changes, left alone if not, and posted again after it was deleted', async () => {
    const fake = await fakeGitHub();
    const github = gitHubAt(fake.api);
    fake.say('somebody', 'Looks good to me.');

    expect(await postPage(page(`one${RUN(1)}`), pull, github)).toMatchObject({ ok: true, value: { did: 'created' } });
    expect(fake.newWrites().map(({ method }) => method)).toEqual(['POST']);
    const [, first] = fake.comments();

    expect(await postPage(page(`two${RUN(2)}`), pull, github)).toMatchObject({ ok: true, value: { did: 'edited' } });
    expect(fake.newWrites().map(({ method }) => method)).toEqual(['PATCH']);
    expect(fake.comments().map(({ id, body }) => ({ id, body }))[1]).toEqual({
      id: first?.id,
      body: page(`two${RUN(2)}`).body,
    });

    // A different run with the same text changes nothing.
    expect(await postPage(page(`two${RUN(3)}`), pull, github)).toEqual({
      ok: true,
      value: { did: 'untouched', removed: 0 },
    });
    expect(fake.newWrites()).toEqual([]);

    fake.forget(first?.id ?? 0);
    expect(await postPage(page('two'), pull, github)).toMatchObject({ ok: true, value: { did: 'created' } });
    expect(fake.newWrites().map(({ method }) => method)).toEqual(['POST']);
  });

  test('is found on the second page, and a foreign one with our marker is ignored', async () => {
    const fake = await fakeGitHub();
    const unknownKeys = [fake.say('mallory', page('approved').body), fake.say(null, page('a ghost').body)];
    for (let number = 0; number < 128; number += 1) fake.say('somebody', `comment ${number}`);
    const ours = fake.say('github-actions[bot]', page('old').body);
    fake.say('somebody', `See above:\n${page('quoted').body}`);

    const posted = await postPage(page('new'), pull, gitHubAt(fake.api));

    expect(posted).toMatchObject({ ok: true, value: { did: 'edited', removed: 0 } });
    expect(fake.newWrites().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PATCH /repos/acme/ads/issues/comments/${ours}`,
    ]);
    expect(fake.comments().find(({ id }) => id === unknownKeys[0])?.body).toBe(page('approved').body);
    expect(fake.requests().filter(({ path }) => path.endsWith('/7/comments'))).toHaveLength(2);
  });

  test('is the oldest if there are several, and the others are removed', async () => {
    const fake = await fakeGitHub();
    const [oldest] = ['same', 'other', 'same'].map((says) => fake.say('github-actions[bot]', page(says).body));
    expect(await postPage(page('same'), pull, gitHubAt(fake.api))).toEqual({
      ok: true,
      value: { did: 'untouched', removed: 2 },
    });
    expect(fake.comments().map(({ id }) => id)).toEqual([oldest]);
  });

  test('exists once per reconcile.yaml', async () => {
    const fake = await fakeGitHub();
    const github = gitHubAt(fake.api);
    for (const root of ['clients/acme', 'clients/"b" -->', 'clients/acme']) {
      await postPage(page('says', root), pull, github);
    }
    expect(fake.comments().map(({ body }) => body)).toEqual([
      page('says', 'clients/acme').body,
      page('says', 'clients/"b" -->').body,
    ]);
  });

  test.each([
    ['a person', OCTOCAT, 'octocat'],
    ['GitHub Actions', ACTIONS, 'github-actions[bot]'],
  ])('belongs to %s', async (_, token, author) => {
    const fake = await fakeGitHub();
    fake.say('octocat', page('hers').body);
    fake.say('github-actions[bot]', page('its').body);
    await postPage(page('new'), pull, gitHubAt(fake.api, { token }));
    expect(fake.comments().filter(({ body }) => body === page('new').body)).toMatchObject([{ author }]);
    expect(fake.comments()).toHaveLength(2);
  });

  test('is that of Actions if GraphQL is closed to the token', async () => {
    const fake = await fakeGitHub({
      intervene: ({ path }) => (path === '/graphql' ? { status: 404, body: { message: 'Not Found' } } : undefined),
    });
    fake.say('github-actions[bot]', page('old').body);
    await postPage(page('new'), pull, gitHubAt(fake.api));
    expect(fake.comments()).toHaveLength(1);
  });

  test('is rehearsed without a write', async () => {
    const fake = await fakeGitHub();
    expect(await pageSteps(page('new'), pull, gitHubAt(fake.api))).toMatchObject({
      ok: true,
      value: [{ action: 'create' }],
    });
    expect(fake.newWrites()).toEqual([]);
  });
});

describe('transport faults', () => {
  test('a server of one’s own answers below a path', async () => {
    const fake = await fakeGitHub({ base: '/api/v3' });
    const posted = await postPage(page('new'), pull, gitHubAt(`${fake.api}/`));
    expect(posted).toMatchObject({ ok: true, value: { did: 'created' } });
    expect(fake.requests().map(({ path }) => path)).toEqual([
      '/api/v3/user',
      '/api/graphql',
      '/api/v3/repos/acme/ads/issues/7/comments',
      '/api/v3/repos/acme/ads/issues/7/comments',
    ]);
  });

  test('requests go through the proxy', async () => {
    const fake = await fakeGitHub();
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(String(request.url));
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const dispatcher = new EnvHttpProxyAgent({
      httpProxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      noProxy: '',
      proxyTunnel: true,
    });
    const fetch = dispatcherFetch({ dispatcher, ...fakeDeadlines() });
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api, { fetch }));
    await dispatcher.close();
    await new Promise((done) => proxy.close(done));
    expect(posted).toMatchObject({ ok: false, problems: [{ code: 'github/unreachable' }] });
    expect(tunnels.length).toBeGreaterThan(0);
    expect(fake.requests()).toEqual([]);
  });

  test('a lost response is read back, not sent again', async () => {
    const fake = await fakeGitHub({
      intervene: ({ method }, number) => (method === 'POST' && number === 1 ? 'lose' : undefined),
    });
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api, { token: OCTOCAT, second: 1 }));
    expect(posted).toEqual({ ok: true, value: { did: 'created', removed: 0 } });
    expect(fake.newWrites()).toHaveLength(1);
    expect(fake.comments()).toHaveLength(1);
  });

  test('a comment that vanishes before it is edited is posted again', async () => {
    const fake = await fakeGitHub({
      intervene: ({ method }) => {
        if (method === 'PATCH') for (const { id } of fake.comments()) fake.forget(id);
        return undefined;
      },
    });
    fake.say('octocat', page('old').body);
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api, { token: OCTOCAT }));
    expect(posted).toMatchObject({ ok: true, value: { did: 'created' } });
    expect(fake.comments().map(({ body }) => body)).toEqual([page('new').body]);
  });

  test('a read that fails temporarily is retried', async () => {
    const fake = await fakeGitHub({
      intervene: ({ method }, number) =>
        method === 'GET' && number === 1 ? { status: 503, body: 'Unavailable' } : undefined,
    });
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api, { token: OCTOCAT, second: 1 }));
    expect(posted).toMatchObject({ ok: true, value: { did: 'created' } });
  });

  test.each([
    ['a secondary limit', 403, 'You have exceeded a secondary rate limit.', { 'retry-after': '2' }],
    ['too many requests', 429, 'You have exceeded a secondary rate limit.', { 'retry-after': '1' }],
  ])('%s is waited for', async (_, status, message, headers) => {
    const fake = await fakeGitHub({
      intervene: ({ method, path }, number) =>
        method === 'GET' && path.endsWith('/comments') && number === 1
          ? { status, body: { message }, headers }
          : undefined,
    });
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api, { token: OCTOCAT, second: 1 }));
    expect(posted).toMatchObject({ ok: true, value: { did: 'created' } });
  });
});

describe('refusals of GitHub', () => {
  const limit = (headers: Record<string, string>) => ({ status: 429, body: { message: 'Slow down.' }, headers });

  test.each([
    [
      'a token that is not one',
      { token: 'ghp_nobodys_0000000000' },
      {},
      'github/refused',
      /401.*Bad credentials/,
      /GITHUB_TOKEN/,
    ],
    [
      'a token that may only read',
      { token: READ_ONLY },
      {},
      'github/refused',
      /403.*not accessible/,
      /pull-requests: write/,
    ],
    ['a pull request that is not there', {}, { number: 8 }, 'github/refused', /404/, /number/],
    ['a repository that is not there', {}, { repo: 'gone' }, 'github/refused', /404/, /repository/],
    ['a fork', { token: READ_ONLY }, { fromFork: true }, 'github/refused', /403/, /fork/],
  ] as const)('%s', async (_, options, target, code, message, remedy) => {
    const fake = await fakeGitHub();
    const posted = await postPage(page('new'), { ...pull, ...target }, gitHubAt(fake.api, options));
    expect(posted).toMatchObject({ ok: false, problems: [{ code }] });
    if (posted.ok) return;
    expect(posted.problems[0]?.message).toMatch(message);
    expect(posted.problems[0]?.remedy).toMatch(remedy);
    expect(fake.comments()).toEqual([]);
  });

  test.each([
    [
      'too many comments',
      invalid('Commenting is disabled on issues with more than 2500 comments'),
      'github/refused',
      /2500/,
    ],
    ['a rate limit', limit({ 'retry-after': '90' }), 'github/rate-limited', /Slow down/],
    [
      'an hour’s limit',
      { status: 403, body: { message: 'API rate limit exceeded' }, headers: { 'x-ratelimit-remaining': '0' } },
      'github/rate-limited',
      /rate limit/,
    ],
    [
      'a secondary limit',
      {
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit.' },
        headers: { 'retry-after': '300' },
      },
      'github/rate-limited',
      /secondary/,
    ],
    ['its own fault', { status: 502, body: '<html>bad</html>' }, 'github/unreachable', /502/],
    [
      'a redirect',
      { status: 301, body: { message: 'Moved Permanently' }, headers: { location: 'http://elsewhere.invalid/' } },
      'github/refused',
      /redirect/,
    ],
    ['a page of a proxy', { status: 200, body: '<html>Please log in</html>' }, 'github/unreadable', /200/],
    ['another shape', { status: 200, body: { comments: [] } }, 'github/unreadable', /200/],
    ['no answer', 'hang up', 'github/unreachable', /did not answer/],
  ] as const)('%s', async (_, answer, code, message) => {
    const fake = await fakeGitHub({ intervene: ({ path }) => (path.endsWith('/7/comments') ? answer : undefined) });
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api));
    expect(posted).toMatchObject({ ok: false, problems: [{ code }] });
    expect(JSON.stringify(posted)).toMatch(message);
    expect(fake.comments()).toEqual([]);
  });

  test('a wait of minutes is reported instead of waited for', async () => {
    const fake = await fakeGitHub({
      intervene: () => ({
        status: 403,
        body: { message: 'You have exceeded a secondary rate limit.' },
        headers: { 'retry-after': '300' },
      }),
    });
    const posted = await postPage(page('new'), pull, gitHubAt(fake.api, { second: 1 }));
    expect(posted).toMatchObject({ ok: false, problems: [{ remedy: 'Run it again in 300 seconds.' }] });
    expect(fake.requests()).toHaveLength(1);
  });

  test('an error that echoes the token is redacted', async () => {
    const fake = await fakeGitHub({
      intervene: () => ({ status: 403, body: { message: `The token ${ACTIONS} is not for this. ${'x'.repeat(500)}` } }),
    });
    const posted = JSON.stringify(await postPage(page('new'), pull, gitHubAt(fake.api)));
    expect(posted).toContain('•••');
    expect(posted).not.toContain(ACTIONS.slice(0, 12));
  });

  test('an interrupt ends the wait', async () => {
    const fake = await fakeGitHub();
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(postPage(page('new'), pull, gitHubAt(fake.api, { signal: stop.signal }))).rejects.toThrow('stopped');
    expect(fake.requests()).toEqual([]);
  });
});
