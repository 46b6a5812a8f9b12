import { describe, expect, test } from 'vitest';
import { blobId, commitId, PLAN_WORKFLOW } from '../support/fake-github/index.ts';
import { fakeGitHub, repositoryAt } from './harness.ts';

const sha = commitId;

test('the default branch is the one of GitHub, not a convention', async () => {
  const fake = await fakeGitHub({ defaultBranch: 'trunk' });
  expect(await repositoryAt(fake.api).defaultBranch()).toEqual({ ok: true, value: 'trunk' });
});

describe('runs and artifacts', () => {
  test('are those of one commit, from all pages, newest first', async () => {
    const fake = await fakeGitHub();
    const head = sha('head of 7');
    const ids = Array.from({ length: 130 }, () => fake.world.addRun({ head }));
    fake.world.addRun({ head: sha('another head') });
    const runs = await repositoryAt(fake.api).runsOf(head);
    expect(runs.ok && runs.value.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(runs.ok && runs.value[0]).toEqual({
      id: ids.at(-1),
      path: PLAN_WORKFLOW,
      event: 'pull_request',
      head,
      headBranch: 'change-7',
      headRepository: 'acme/ads',
      actor: { login: 'octocat', isBot: false },
      status: 'completed',
      conclusion: 'success',
      attempt: 1,
      createdAt: expect.any(String),
      startedAt: expect.any(String),
      url: `https://github.com/acme/ads/actions/runs/${ids.at(-1)}`,
    });
  });

  test('are returned once each, although a new run moves the others to the next page', async () => {
    const head = sha('head of 7');
    const fake = await fakeGitHub({
      intervene: ({ query }) => {
        if (query.includes('&page=2')) fake.world.addRun({ head });
        return undefined;
      },
    });
    const ids = Array.from({ length: 110 }, () => fake.world.addRun({ head }));
    const runs = await repositoryAt(fake.api).runsOf(head);
    expect(runs.ok && runs.value.map(({ id }) => id)).toEqual(ids.toReversed());
  });

  test('an artifact has an expiry flag', async () => {
    const fake = await fakeGitHub();
    const run = fake.world.addRun({ head: sha('head of 7') });
    const kept = fake.world.addArtifact({ run, files: { 'plan.json': '{}' } });
    const gone = fake.world.addArtifact({ run, name: 'older', expired: true });
    const artifacts = await repositoryAt(fake.api).artifactsOf(run);
    expect(artifacts).toMatchObject({
      ok: true,
      value: [
        { id: kept, name: 'reconcile-plan', expired: false },
        { id: gone, name: 'older', expired: true },
      ],
    });
  });
});

describe('content of a commit', () => {
  const text = 'on: pull_request\n';
  const files = { [PLAN_WORKFLOW]: text, 'README.md': 'Hello', '.github/CODEOWNERS': '* @maya' };

  test.each([
    ['a file below folders', PLAN_WORKFLOW, blobId(text)],
    ['a file at the top', 'README.md', blobId('Hello')],
    ['a folder', '.github/workflows', undefined],
    ['a file in a folder that is a file', 'README.md/x', undefined],
    ['nothing', '.github/workflows/other.yml', undefined],
    ['nothing at an address above', '../README.md', undefined],
  ])('%s', async (_, path, id) => {
    const fake = await fakeGitHub();
    fake.world.setFiles(sha('c'), files);
    expect(await repositoryAt(fake.api).blobAt(path, sha('c'))).toEqual({ ok: true, value: id });
  });

  test('is not empty if the commit does not exist', async () => {
    const fake = await fakeGitHub();
    expect(await repositoryAt(fake.api).blobAt(PLAN_WORKFLOW, sha('nobody has it'))).toMatchObject({
      ok: false,
      status: 404,
      problems: [{ code: 'github/refused' }],
    });
  });

  test('is not empty if GitHub returns only a part', async () => {
    const fake = await fakeGitHub({
      intervene: () => ({ status: 200, body: { sha: sha('c'), url: 'https://x.invalid', tree: [], truncated: true } }),
    });
    expect(await repositoryAt(fake.api).blobAt(PLAN_WORKFLOW, sha('c'))).toMatchObject({
      ok: false,
      problems: [{ code: 'github/unreadable' }],
    });
  });
});

test.each([
  ['admin', 'admin'],
  ['maintain', 'write'],
  ['write', 'write'],
  ['triage', 'read'],
  ['read', 'read'],
  ['none', 'none'],
] as const)('a person with the role %s may %s', async (role, permission) => {
  const fake = await fakeGitHub();
  fake.world.setRole('maya', role);
  expect(await repositoryAt(fake.api).permission('Maya')).toEqual({ ok: true, value: permission });
});

test.each(['nobody', 'odd[bot]', 'a/b', '%41'])(
  'a login that GitHub does not know has no permission: %s',
  async (login) => {
    const fake = await fakeGitHub();
    expect(await repositoryAt(fake.api).permission(login)).toEqual({ ok: true, value: 'none' });
  },
);

test.each(['a/../b', '%2e%2e'])('a login %s would change the path: nothing is sent', async (login) => {
  const fake = await fakeGitHub();
  expect(await repositoryAt(fake.api).permission(login)).toMatchObject({ ok: false });
  expect(fake.requests()).toEqual([]);
});

describe('a merge queue', () => {
  const queue = [
    { pull: 1, base: sha('main'), head: sha('one') },
    { pull: 2, base: sha('one'), head: sha('two') },
    { pull: 3, base: sha('one'), head: sha('three') },
    { pull: 4, base: sha('three'), head: null },
  ];

  test.each([
    ['the first', sha('one'), [1]],
    ['one that is built on another', sha('two'), [2]],
    ['one of several on the same base: those before it count', sha('three'), [2, 3]],
  ])('%s', async (_, head, numbers) => {
    const fake = await fakeGitHub({ pulls: [1, 2, 3, 4] });
    fake.world.setQueue('main', queue);
    const pulls = await repositoryAt(fake.api).queued('main', head);
    expect(pulls.ok && pulls.value.map(({ number }) => number)).toEqual(numbers);
  });

  test('of more entries than a page is read to its end', async () => {
    const fake = await fakeGitHub({ pulls: [150] });
    const entries = Array.from({ length: 150 }, (_, index) => ({
      pull: index + 1,
      base: sha(`base ${index}`),
      head: sha(`head ${index}`),
    }));
    fake.world.setQueue('main', entries);
    const pulls = await repositoryAt(fake.api).queued('main', sha('head 149'));
    expect(pulls.ok && pulls.value.map(({ number }) => number)).toEqual([150]);
  });

  test.each([
    ['that is not there', 'release', sha('one')],
    ['without the commit', 'main', sha('dissolved')],
  ])('%s refuses instead of naming an unknown author', async (_, branch, head) => {
    const fake = await fakeGitHub({ pulls: [1, 2, 3, 4] });
    fake.world.setQueue('main', queue);
    expect(await repositoryAt(fake.api).queued(branch, head)).toMatchObject({
      ok: false,
      problems: [{ code: 'github/refused', remedy: expect.stringContaining('dissolved') }],
    });
  });

  test('is asked on a server of one’s own if GraphQL exists there', async () => {
    const fake = await fakeGitHub({ base: '/api/v3', pulls: [1] });
    fake.world.setQueue('main', queue);
    expect(await repositoryAt(fake.api).queued('main', sha('one'))).toMatchObject({ ok: true });
    expect(fake.requests().map(({ path }) => path)).toEqual(['/api/graphql', '/api/v3/repos/acme/ads/pulls/1']);
  });
});

describe('issues', () => {
  test('that are open are listed without pull requests, from all pages', async () => {
    const fake = await fakeGitHub({ pulls: Array.from({ length: 120 }, (_, index) => index + 1) });
    const { number } = fake.world.openIssue('maya', 'A bug', 'It hurts.');
    const repository = repositoryAt(fake.api);
    expect(await repository.openIssues()).toEqual({
      ok: true,
      value: [{ number, title: 'A bug', body: 'It hurts.', state: 'open', author: 'maya' }],
    });
    await repository.editIssue(number, { state: 'closed' });
    expect(await repository.openIssues()).toEqual({ ok: true, value: [] });
  });

  test('are opened and edited', async () => {
    const fake = await fakeGitHub();
    const repository = repositoryAt(fake.api);
    const opened = await repository.openIssue('Drift', 'One layer.');
    expect(opened).toMatchObject({ ok: true });
    if (!opened.ok) return;
    await repository.editIssue(opened.value, { body: 'Two layers.' });
    expect(fake.world.issues()).toMatchObject([
      { title: 'Drift', body: 'Two layers.', state: 'open', author: 'github-actions[bot]' },
    ]);
  });
});

test('a list without an end is not followed', async () => {
  const answered: string[] = [];
  const repository = repositoryAt('http://127.0.0.1:9', {
    fetch: (url: string) => {
      answered.push(url);
      const headers = { 'content-type': 'application/json', link: '<https://x.invalid/>; rel="next"' };
      return Promise.resolve(new Response(JSON.stringify([{ filename: 'a' }]), { status: 200, headers }));
    },
  });
  expect(await repository.filesOf(7)).toMatchObject({ ok: false, problems: [{ code: 'github/unreadable' }] });
  expect(answered).toHaveLength(500);
});
