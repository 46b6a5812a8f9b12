import { describe, expect, test } from 'vitest';
import { identify, repositoryOf } from '../../src/io/identity.ts';
import type { Machine } from '../../src/machine.ts';

describe('the repository of a remote', () => {
  test.each([
    { remote: 'git@github.com:acme/ads.git\n', repository: 'acme/ads', why: 'scp form, as git prints it' },
    { remote: 'https://github.com/acme/ads', repository: 'acme/ads', why: 'https' },
    { remote: 'https://github.com/acme/ads.git/', repository: 'acme/ads', why: 'a slash too many' },
    { remote: 'ssh://git@github.com:2222/acme/ads.git', repository: 'acme/ads', why: 'a port is no name' },
    { remote: 'https://github.com/acme/my.ads_2-x.git', repository: 'acme/my.ads_2-x', why: 'all characters of names' },
    { remote: 'https://gitlab.com/group/sub/ads.git', repository: 'sub/ads', why: 'the last two folders' },
    { remote: 'https://maya:ghp_secret@github.com/acme/ads', repository: 'acme/ads', why: 'a token is no name' },
    { remote: 'https://ghp_secret@github.com/acme/ads.git', repository: 'acme/ads', why: 'a token is no name' },
    { remote: 'https://ghp_secret@host/ads', repository: undefined, why: 'one folder: the token must not be in it' },
    {
      remote: 'https://maya:ghp_secret@host/ads',
      repository: undefined,
      why: 'one folder: the token must not be in it',
    },
    { remote: 'https://host/acme/ads?token=ghp_secret', repository: undefined, why: 'a query is no name' },
    { remote: 'https://host/acme/ads#ghp_secret', repository: undefined, why: 'a fragment is no name' },
    { remote: 'ads', repository: undefined, why: 'one word is not owner and name' },
    { remote: '', repository: undefined, why: 'nothing' },
    { remote: undefined, repository: undefined, why: 'no remote' },
  ])('$remote: $why', ({ remote, repository }) => {
    expect(repositoryOf(remote)).toBe(repository);
    expect(repositoryOf(remote) ?? '').not.toContain('secret');
  });
});

const COMMIT = 'c0ffee'.padEnd(40, '0');

describe('identify', () => {
  const git =
    (answers: Readonly<Record<string, string>>): Machine['git'] =>
    async (args) => {
      const stdout = answers[args.filter((arg) => !arg.startsWith('--quiet') && arg !== '--end-of-options').join(' ')];
      return stdout === undefined ? { ok: false, why: 'no-repository' } : { ok: true, stdout };
    };
  const here = {
    'config --get remote.origin.url': 'gh:acme/ads\n',
    'remote get-url origin': 'https://x:ghp_secret@github.com/acme/ads.git\n',
    'rev-parse --show-prefix': 'clients/eu/\n',
    'rev-parse --show-toplevel': '/r\n',
    'rev-parse --verify HEAD^{commit}': `${COMMIT}\n`,
  };
  const ci = { GITHUB_REPOSITORY: 'acme/fork', GITHUB_RUN_ID: '42', GITHUB_SHA: 'badcafe' };
  const uuid = () => 'a-uuid';

  test('from git, on a local machine', async () => {
    expect(await identify({ env: {}, git: git(here), uuid }, '/r')).toEqual({
      holder: { run: 'local:a-uuid', nonce: 'a-uuid' },
      owner: { repository: 'acme/ads', root: 'clients/eu' },
      commit: COMMIT,
    });
  });

  test('from GitHub Actions, with all attempts as one run', async () => {
    expect(await identify({ env: ci, git: git(here), uuid }, '/r')).toEqual({
      holder: { run: 'acme/fork#42', nonce: 'a-uuid' },
      owner: { repository: 'acme/fork', root: 'clients/eu' },
      commit: 'badcafe',
    });
  });

  test.each([
    {
      name: 'an attempt and a job',
      env: { GITHUB_RUN_ATTEMPT: '2', GITHUB_JOB: 'apply' },
      of: { attempt: 2, job: 'apply' },
    },
    { name: 'an attempt that is no number', env: { GITHUB_RUN_ATTEMPT: 'two', GITHUB_JOB: '' }, of: {} },
    { name: 'attempts count from 1', env: { GITHUB_RUN_ATTEMPT: '0' }, of: {} },
  ])('the holder in GitHub Actions: $name', async ({ env, of }) => {
    const { holder } = await identify({ env: { ...ci, ...env }, git: git(here), uuid }, '/r');
    expect(holder).toEqual({ run: 'acme/fork#42', nonce: 'a-uuid', ...of });
  });

  test('at the top of a repository the root is a dot', async () => {
    const identity = await identify({ env: {}, git: git({ ...here, 'rev-parse --show-prefix': '\n' }), uuid }, '/r');
    expect(identity.owner.root).toBe('.');
  });

  test('outside of git nothing is claimed', async () => {
    expect(await identify({ env: {}, git: git({}), uuid }, '/r')).toEqual({
      holder: { run: 'local:a-uuid', nonce: 'a-uuid' },
      owner: { repository: null, root: '.' },
      commit: null,
    });
  });

  test('is undefined before the first commit', async () => {
    const identity = await identify(
      { env: {}, git: git({ ...here, 'rev-parse --verify HEAD^{commit}': '\n' }), uuid },
      '/r',
    );
    expect(identity.commit).toBe(null);
  });

  test('git runs in the folder of the settings', async () => {
    const folders = new Set<string>();
    const asked: Machine['git'] = async (args, folder) => {
      folders.add(folder);
      return git(here)(args, folder);
    };
    await identify({ env: {}, git: asked, uuid }, '/repo/clients');
    expect([...folders]).toEqual(['/repo/clients']);
  });
});
