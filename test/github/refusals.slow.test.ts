import { describe, expect, test } from 'vitest';
import type { GitHubResult, Repository } from '../../src/github/index.ts';
import { commitId, type FakeAnswer, invalid, refusal } from '../support/fake-github/index.ts';
import { ACTIONS, fakeGitHub, READ_ONLY, repositoryAt } from './harness.ts';

/** Every request to a repository, and the permission that a job needs for it. */
const OPERATIONS: readonly {
  readonly name: string;
  readonly ask: (repository: Repository) => Promise<GitHubResult<unknown>>;
  /** Of the remedy where the job was not given it. */
  readonly needs?: RegExp;
  readonly writes?: true;
}[] = [
  { name: 'defaultBranch', ask: (repository) => repository.defaultBranch() },
  { name: 'pull', ask: (repository) => repository.pull(7), needs: /pull-requests: read/ },
  { name: 'openPulls', ask: (repository) => repository.openPulls(), needs: /pull-requests: read/ },
  { name: 'pullsOf', ask: (repository) => repository.pullsOf(commitId('c')), needs: /pull-requests: read/ },
  { name: 'pullsFrom', ask: (repository) => repository.pullsFrom('change'), needs: /pull-requests: read/ },
  { name: 'filesOf', ask: (repository) => repository.filesOf(7), needs: /pull-requests: read/ },
  { name: 'labelEvents', ask: (repository) => repository.labelEvents(7), needs: /pull-requests: read/ },
  { name: 'moves', ask: (repository) => repository.moves(7), needs: /pull-requests: read/ },
  { name: 'runsOf', ask: (repository) => repository.runsOf(commitId('c')), needs: /actions: read/ },
  { name: 'attemptOf', ask: (repository) => repository.attemptOf(1, 1), needs: /actions: read/ },
  { name: 'reopenings', ask: (repository) => repository.reopenings(7), needs: /pull-requests: read/ },
  { name: 'artifactsOf', ask: (repository) => repository.artifactsOf(1), needs: /actions: read/ },
  { name: 'download', ask: (repository) => repository.download(1), needs: /actions: read/ },
  { name: 'blobAt', ask: (repository) => repository.blobAt('README.md', commitId('c')), needs: /contents: read/ },
  { name: 'lastDeployed', ask: (repository) => repository.lastDeployed('apply'), needs: /deployments: read/ },
  { name: 'queued', ask: (repository) => repository.queued('main', commitId('c')), needs: /pull-requests: read/ },
  { name: 'permission', ask: (repository) => repository.permission('maya') },
  { name: 'openIssues', ask: (repository) => repository.openIssues(), needs: /issues: read/ },
  {
    name: 'openIssue',
    ask: (repository) => repository.openIssue('Drift', 'One layer.'),
    needs: /issues: write/,
    writes: true,
  },
  {
    name: 'editIssue',
    ask: (repository) => repository.editIssue(1, { state: 'closed' }),
    needs: /issues: write/,
    writes: true,
  },
];

const LACKING = { login: 'github-actions[bot]', kind: 'app' } as const;

test.each(OPERATIONS.filter(({ needs }) => needs !== undefined))(
  '$name without its permission names the missing one',
  async ({ ask, needs }) => {
    const lacks = ['actions', 'contents', 'deployments', 'issues', 'pull-requests'] as const;
    const fake = await fakeGitHub({ tokens: { [ACTIONS]: { ...LACKING, lacks } } });
    const answer = await ask(repositoryAt(fake.api));
    expect(answer).toMatchObject({ ok: false, unclear: false, problems: [{ code: 'github/refused' }] });
    expect(answer.ok ? '' : answer.problems[0].remedy).toMatch(needs ?? /never/);
  },
);

test.each(OPERATIONS.filter(({ writes }) => writes))(
  '$name with a token that only reads writes nothing',
  async ({ ask }) => {
    const fake = await fakeGitHub();
    const answer = await ask(repositoryAt(fake.api, { token: READ_ONLY }));
    expect(answer).toMatchObject({ ok: false, status: 403 });
    expect(fake.world.issues()).toEqual([]);
  },
);

describe.each(OPERATIONS)('$name', ({ name, ask }) => {
  test.each<readonly [string, FakeAnswer | 'hang up', string, RegExp, boolean]>([
    ['a token that is not one', refusal(401, 'Bad credentials'), 'github/refused', /HTTP 401.*GITHUB_TOKEN/, false],
    ['something it cannot process', invalid('Not so.'), 'github/refused', /HTTP 422.*Validation Failed/, false],
    [
      'a rate limit',
      refusal(429, 'Slow down.', { 'retry-after': '90' }),
      'github/rate-limited',
      /Slow down.*90 seconds/,
      false,
    ],
    [
      'an hour’s limit',
      refusal(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }),
      'github/rate-limited',
      /rate limit/,
      false,
    ],
    [
      'a secondary limit',
      refusal(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '300' }),
      'github/rate-limited',
      /300 seconds/,
      false,
    ],
    ['its own fault', { status: 502, body: '<html>bad</html>' }, 'github/unreachable', /HTTP 502/, true],
    ['no answer', 'hang up', 'github/unreachable', /did not answer/, true],
    [
      'a redirect',
      { status: 301, body: { message: 'Moved' }, headers: { location: 'http://elsewhere.invalid/' } },
      'github/refused',
      /redirect/,
      false,
    ],
    ['a page of a proxy', { status: 200, body: '<html>Please log in</html>' }, 'github/unreadable', /200/, false],
    ['another shape', { status: 200, body: { strange: [] } }, 'github/unreadable', /200/, false],
    ['null', { status: 200, body: null }, 'github/unreadable', /200/, false],
  ])('is answered with %s', async (_, between, code, words, unclear) => {
    const fake = await fakeGitHub({ intervene: () => between });
    const answer = await ask(repositoryAt(fake.api));
    expect(answer).toMatchObject({ ok: false, unclear, problems: [{ code }] });
    expect(JSON.stringify(answer)).toMatch(words);
    expect(JSON.stringify(answer)).not.toContain(ACTIONS);
    expect(fake.storageRequests()).toEqual([]);
    // No request is repeated without a wait, and none follows a link or a redirect.
    expect(fake.requests(), name).toHaveLength(1);
  });

  test('is retried after a temporary fault, unless it would be done twice', async () => {
    const fake = await fakeGitHub({
      intervene: (_, number) => (number === 1 ? { status: 503, body: 'Unavailable' } : undefined),
    });
    await ask(repositoryAt(fake.api, { second: 1 }));
    const [first, ...more] = fake.requests();
    const again = more.filter(({ method, path }) => method === first?.method && path === first?.path).length;
    expect(again).toBe(name === 'openIssue' ? 0 : 1);
  });

  test('stops when the run is stopped', async () => {
    const fake = await fakeGitHub();
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(ask(repositoryAt(fake.api, { signal: stop.signal }))).rejects.toThrow('stopped');
    expect(fake.requests()).toEqual([]);
  });
});

describe('special cases of some responses', () => {
  test('a pull request that is not there', async () => {
    const fake = await fakeGitHub();
    const answer = await repositoryAt(fake.api).pull(99);
    expect(answer).toMatchObject({ ok: false, status: 404, problems: [{ remedy: expect.stringMatching(/number/) }] });
  });

  test('an artifact that has expired', async () => {
    const fake = await fakeGitHub();
    const run = fake.world.addRun({ head: commitId('c') });
    const artifact = fake.world.addArtifact({ run, files: { 'plan.json': '{}' } });
    fake.world.expire(artifact);
    const answer = await repositoryAt(fake.api).download(artifact);
    expect(answer).toMatchObject({ ok: false, status: 410, problems: [{ remedy: expect.stringMatching(/expired/) }] });
    expect(fake.storageRequests()).toEqual([]);
  });

  test.each(['none', 1] as const)('GraphQL limits the rate in an answer of 200, patience %s', async (second) => {
    const anHourOn = String(Math.floor(Date.now() / 1_000) + 3_600);
    const fake = await fakeGitHub({
      intervene: () => ({
        status: 200,
        body: { data: { repository: null }, errors: [{ type: 'RATE_LIMITED', message: 'Slow down.' }] },
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': anHourOn },
      }),
    });
    const answer = await repositoryAt(fake.api, { second }).queued('main', commitId('c'));
    expect(answer).toMatchObject({ ok: false, problems: [{ code: 'github/rate-limited' }] });
    expect(fake.requests()).toHaveLength(1);
  });
});
