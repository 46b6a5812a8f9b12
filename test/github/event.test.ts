import { describe, expect, test } from 'vitest';
import { readEvent, runUrl } from '../../src/github/index.ts';

type Payload = Readonly<Record<string, unknown>>;

/** As GitHub writes it, in the members in use. */
function pullRequest(rest: Payload = {}, repository: Payload = {}): Payload {
  return {
    action: 'synchronize',
    number: 7,
    repository: { full_name: 'acme/ads', private: true, visibility: 'private', ...repository },
    pull_request: {
      number: 7,
      head: { repo: { full_name: 'acme/ads' } },
      base: { repo: { full_name: 'acme/ads' } },
      ...rest,
    },
  };
}

const here = { owner: 'acme', repo: 'ads', number: 7 };

describe('which pull request', () => {
  test.each([
    ['the event’s own', 'pull_request', pullRequest(), { pull: { ...here, fromFork: false }, isPrivate: true }],
    [
      'one of a fork',
      'pull_request',
      pullRequest({ head: { repo: { full_name: 'mallory/ads' } } }),
      { pull: { ...here, fromFork: true } },
    ],
    [
      'one of a fork that is gone',
      'pull_request',
      pullRequest({ head: { repo: null } }),
      { pull: { ...here, fromFork: true } },
    ],
    [
      'names in other letters',
      'pull_request',
      pullRequest({ base: { repo: { full_name: 'Acme/Ads' } } }),
      { pull: { ...here, fromFork: false } },
    ],
    [
      'none in a merge queue, whatever its branch is called',
      'merge_group',
      {
        merge_group: { head_ref: 'refs/heads/gh-readonly-queue/main/pr-104-abc' },
        repository: pullRequest().repository,
      },
      { name: 'merge_group', isPrivate: true },
    ],
    [
      'none after a push',
      'push',
      { repository: { full_name: 'acme/ads', private: false } },
      { name: 'push', isPrivate: false },
    ],
  ] as const)('%s', (_, name, payload, expected) => {
    const event = readEvent({ GITHUB_EVENT_NAME: name, GITHUB_REPOSITORY: 'acme/ads' }, JSON.stringify(payload));
    expect(event).toMatchObject({ ok: true, value: expected });
    if (name !== 'pull_request') expect(event).not.toHaveProperty('value.pull');
  });

  test.each([
    [
      'another repository’s',
      'pull_request',
      pullRequest({ base: { repo: { full_name: 'acme/other' } } }),
      'github/no-pull-request',
    ],
    ['an unexpected event', 'workflow_run', pullRequest(), 'github/no-pull-request'],
    ['a payload without one', 'pull_request', { repository: { full_name: 'acme/ads' } }, 'github/no-pull-request'],
    ['a number that is a text', 'pull_request', pullRequest({ number: '7; rm' }), 'github/unreadable'],
    ['a number that is none', 'pull_request', pullRequest({ number: -1 }), 'github/unreadable'],
  ] as const)('%s is none', (_, name, payload, code) => {
    const event = readEvent({ GITHUB_EVENT_NAME: name, GITHUB_REPOSITORY: 'acme/ads' }, JSON.stringify(payload));
    expect(event).toMatchObject({ ok: false, problems: [{ code }] });
  });

  test.each([
    ['half a file', '{"repository":'],
    ['no object', '7'],
  ])('%s cannot be read', (_, text) => {
    expect(readEvent({ GITHUB_EVENT_NAME: 'pull_request', GITHUB_REPOSITORY: 'acme/ads' }, text)).toMatchObject({
      ok: false,
      problems: [{ code: 'github/unreadable' }],
    });
  });

  test('the repository’s name is valid, or undefined', () => {
    for (const name of ['', 'acme', 'acme/ads/x', '../..', 'acme/ads?x=1']) {
      const event = readEvent(
        { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REPOSITORY: name },
        JSON.stringify(pullRequest()),
      );
      expect(event).toMatchObject({ ok: false, problems: [{ code: 'github/no-pull-request' }] });
    }
  });
});

describe('visibility', () => {
  test.each([
    ['a private repository', { private: true, visibility: 'private' }, true],
    ['an internal one', { private: true, visibility: 'internal' }, true],
    ['an older server, which knows no visibility', { private: true, visibility: undefined }, true],
    ['a public one', { private: false, visibility: 'public' }, false],
    ['one that contradicts itself', { private: true, visibility: 'public' }, false],
    ['one that does not say', { private: undefined, visibility: undefined }, false],
  ])('%s', (_, repository, isPrivate) => {
    const event = readEvent(
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REPOSITORY: 'acme/ads' },
      JSON.stringify(pullRequest({}, repository)),
    );
    expect(event).toMatchObject({ ok: true, value: { isPrivate } });
  });
});

test('the run has a page, in GitHub Actions', () => {
  const env = { GITHUB_SERVER_URL: 'https://github.com/', GITHUB_REPOSITORY: 'acme/ads', GITHUB_RUN_ID: '12' };
  expect(runUrl(env)).toBe('https://github.com/acme/ads/actions/runs/12');
  expect(runUrl({ ...env, GITHUB_RUN_ID: undefined })).toBeUndefined();
});
