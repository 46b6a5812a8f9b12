import { describe, expect, test } from 'vitest';
import { wholePullBody } from '../support/fake-github/pull-bodies.ts';
import { commitId, type FakeGitHub } from '../support/fake-github/index.ts';
import { createWorld } from '../support/fake-github/world.ts';
import { fakeGitHub, repositoryAt } from './harness.ts';

const sha = commitId;

/** What GitHub answers for a pull request. */
function pullSeven(): Readonly<Record<string, unknown>> {
  const world = createWorld();
  return wholePullBody(world.setPull({ number: 7 }), world);
}

/** The requests, without the path before the repository. */
function asked(fake: FakeGitHub): readonly string[] {
  return fake.requests().map(({ method, path, query }) => `${method} ${path.replace('/repos/acme/ads', '')}${query}`);
}

describe('a pull request', () => {
  test('is read as far as trust depends on it', async () => {
    const fake = await fakeGitHub({
      pulls: [{ number: 7, title: 'Raise the cap', author: 'maya', labels: ['urgent'] }],
    });
    expect(await repositoryAt(fake.api).pull(7)).toEqual({
      ok: true,
      value: {
        number: 7,
        title: 'Raise the cap',
        state: 'open',
        merged: false,
        openedAt: '2026-11-10T12:00:01Z',
        closedAt: null,
        mergedAt: null,
        mergeCommit: null,
        head: sha('head of 7'),
        headBranch: 'change-7',
        headRepository: 'acme/ads',
        base: 'main',
        author: { login: 'maya', isBot: false },
        labels: ['urgent'],
      },
    });
  });

  test('has no merge commit before it is merged: GitHub names one that it only tries out', async () => {
    const fake = await fakeGitHub();
    const repository = repositoryAt(fake.api);
    expect(await repository.pull(7)).toMatchObject({ value: { mergeCommit: null, merged: false } });
    fake.world.merge(7, sha('merged'));
    expect(await repository.pull(7)).toMatchObject({
      value: { mergeCommit: sha('merged'), merged: true, state: 'closed', mergedAt: '2026-11-10T12:00:02Z' },
    });
  });

  test.each([
    ['a person', 'maya', { login: 'maya', isBot: false }],
    ['an app', 'dependabot[bot]', { login: 'dependabot[bot]', isBot: true }],
  ])('is by %s', async (_, author, actor) => {
    const fake = await fakeGitHub({ pulls: [{ number: 7, author }] });
    expect(await repositoryAt(fake.api).pull(7)).toMatchObject({ value: { author: actor } });
  });

  test('is by an app if only its login shows it', async () => {
    const fake = await fakeGitHub({
      intervene: () => ({ status: 200, body: { ...pullSeven(), user: { login: 'renovate[bot]' } } }),
    });
    expect(await repositoryAt(fake.api).pull(7)).toMatchObject({ value: { author: { isBot: true } } });
  });

  test('is read even if its fork and its author are gone', async () => {
    const fake = await fakeGitHub({ pulls: [{ number: 7, author: null, headRepository: null }] });
    expect(await repositoryAt(fake.api).pull(7)).toMatchObject({ value: { author: null, headRepository: null } });
  });

  test.each([
    ['a head that is no commit', { head: { sha: 'HEAD --upload-pack=evil', ref: 'x', repo: null } }],
    ['a state of its own', { state: 'draft' }],
    ['an invalid time', { created_at: 'yesterday' }],
    ['no labels', { labels: null }],
  ])('with %s is not read', async (_, odd) => {
    const fake = await fakeGitHub({ intervene: () => ({ status: 200, body: { ...pullSeven(), ...odd } }) });
    expect(await repositoryAt(fake.api).pull(7)).toMatchObject({
      ok: false,
      problems: [{ code: 'github/unreadable', message: expect.stringContaining('the pull request acme/ads#7') }],
    });
  });
});

describe('lists of pull requests', () => {
  test('hold all that are open, from all pages, oldest first', async () => {
    const numbers = Array.from({ length: 230 }, (_, index) => index + 1);
    const fake = await fakeGitHub({ pulls: numbers });
    fake.world.merge(17, sha('merged'));
    const open = await repositoryAt(fake.api).openPulls();
    expect(open.ok && open.value.map(({ number }) => number)).toEqual(numbers.filter((number) => number !== 17));
    expect(asked(fake)).toEqual(
      [1, 2, 3].map((page) => `GET /pulls?state=open&sort=created&direction=asc&per_page=100&page=${page}`),
    );
  });

  test('contain the pull requests that GitHub links to a commit: a merge, a squash, each commit of a rebase', async () => {
    const fake = await fakeGitHub({ pulls: [1, 2, 3] });
    fake.world.merge(1, sha('merge'));
    fake.world.merge(2, sha('last of a rebase'), [sha('first of a rebase')]);
    const repository = repositoryAt(fake.api);
    const found = async (commit: string) => {
      const pulls = await repository.pullsOf(commit);
      return pulls.ok && pulls.value.map(({ number }) => number);
    };
    expect(await found(sha('merge'))).toEqual([1]);
    expect(await found(sha('first of a rebase'))).toEqual([2]);
    expect(await found(sha('last of a rebase'))).toEqual([2]);
    expect(await found(sha('head of 3'))).toEqual([3]);
    expect(await found(sha('pushed directly'))).toEqual([]);
  });

  test('contain none that goes into a different repository', async () => {
    const upstream = { ...pullSeven(), number: 8, base: { ref: 'main', repo: { full_name: 'upstream/ads' } } };
    const fake = await fakeGitHub({ intervene: () => ({ status: 200, body: [pullSeven(), upstream] }) });
    const pulls = await repositoryAt(fake.api).pullsOf(sha('c'));
    expect(pulls.ok && pulls.value.map(({ number }) => number)).toEqual([7]);
  });

  test('contain all from one branch, closed ones too, and none of a fork with the same branch', async () => {
    const fake = await fakeGitHub({
      pulls: [
        { number: 1, headBranch: 'change', state: 'closed', closedAt: '2026-11-01T00:00:00Z' },
        { number: 2, headBranch: 'change', headRepository: 'mallory/ads' },
        { number: 3, headBranch: 'change' },
        { number: 4, headBranch: 'other' },
      ],
    });
    const pulls = await repositoryAt(fake.api).pullsFrom('change');
    expect(pulls.ok && pulls.value.map(({ number }) => number)).toEqual([1, 3]);
  });
});

describe('files', () => {
  test('are all files of a pull request, with the old paths of moved ones', async () => {
    const files = ['layers/a.yaml', { from: '.github/workflows/x.yml', to: 'docs/x.yml' }];
    const fake = await fakeGitHub({ pulls: [{ number: 7, files }] });
    expect(await repositoryAt(fake.api).filesOf(7)).toEqual({
      ok: true,
      value: ['layers/a.yaml', 'docs/x.yml', '.github/workflows/x.yml'],
    });
  });

  test.each([
    [2_999, 2_999],
    [3_000, 'too many'],
    [4_000, 'too many'],
  ])('of %i are %s: GitHub lists 3,000 without a hint that there are more', async (count, told) => {
    const files = Array.from({ length: count }, (_, index) => `layers/${index}.yaml`);
    const fake = await fakeGitHub({ pulls: [{ number: 7, files }] });
    const found = await repositoryAt(fake.api).filesOf(7);
    expect(found.ok && (found.value === 'too many' ? found.value : found.value.length)).toBe(told);
  });
});

describe('events', () => {
  test('contain the people who added and removed a label, oldest first, and nothing else', async () => {
    const fake = await fakeGitHub();
    fake.world.label(7, 'late', 'maya', '2026-11-12T00:00:00Z');
    fake.world.label(7, 'early', 'dependabot[bot]', '2026-11-11T00:00:00Z');
    fake.world.unlabel(7, 'early', 'noor', '2026-11-11T00:00:00Z');
    fake.world.addEvent({ number: 7, event: 'locked', by: 'maya' });
    fake.world.label(8, 'elsewhere', 'maya');
    expect(await repositoryAt(fake.api).labelEvents(7)).toEqual({
      ok: true,
      value: [
        {
          label: 'early',
          did: 'labeled',
          by: { login: 'dependabot[bot]', isBot: true },
          at: '2026-11-11T00:00:00Z',
        },
        { label: 'early', did: 'unlabeled', by: { login: 'noor', isBot: false }, at: '2026-11-11T00:00:00Z' },
        { label: 'late', did: 'labeled', by: { login: 'maya', isBot: false }, at: '2026-11-12T00:00:00Z' },
      ],
    });
  });

  test('are read from all pages', async () => {
    const fake = await fakeGitHub();
    for (let number = 0; number < 130; number += 1) fake.world.label(7, `label ${number}`, 'maya');
    const events = await repositoryAt(fake.api).labelEvents(7);
    expect(events.ok && events.value).toHaveLength(130);
  });

  test('contain the time when a pull request changed its head', async () => {
    const fake = await fakeGitHub();
    fake.world.setPull({ number: 7, base: 'release' });
    fake.world.addEvent({ number: 7, event: 'automatic_base_change_succeeded', by: null, at: '2026-11-11T00:00:00Z' });
    fake.world.addEvent({ number: 7, event: 'head_ref_force_pushed', by: 'maya', at: '2026-11-12T00:00:00Z' });
    fake.world.addEvent({ number: 7, event: 'head_ref_deleted', by: 'maya' });
    const moves = await repositoryAt(fake.api).moves(7);
    expect(moves.ok && moves.value.map(({ what }) => what)).toEqual(['base', 'base', 'head']);
  });
});
