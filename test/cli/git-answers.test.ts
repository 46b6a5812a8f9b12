import { describe, expect, test } from 'vitest';
import { filesOf, firstParents, objectAt, originUrl, sparsePaths } from '../../src/io/git.ts';
import { stepChanges, treeChanges } from '../../src/io/git-changes.ts';
import { faultOf, gitEnvironment } from '../../src/io/git-process.ts';
import { globReach } from '../../src/settings/index.ts';
import type { GitAnswer, GitFault } from '../../src/machine.ts';

const saying = (stdout: string) => ({ git: async (): Promise<GitAnswer> => ({ ok: true, stdout }) });
const failing = (why: 'no' | GitFault) => ({ git: async (): Promise<GitAnswer> => ({ ok: false, why }) });
const ID = 'a'.repeat(40);

describe('why git failed', () => {
  test.each<{ code: unknown; stderr: string; why: 'no' | GitFault; name?: string }>([
    { code: 'ENOENT', stderr: '', why: 'not-installed' },
    { code: 1, stderr: '', why: 'no' },
    { code: 1, stderr: 'error: something', why: 'failed' },
    { code: 128, stderr: '', why: 'failed' },
    { code: 128, stderr: "fatal: log for 'HEAD' only has 1 entries\n", why: 'no' },
    { code: 128, stderr: "fatal: no upstream configured for branch 'main'\n", why: 'no' },
    { code: 1, stderr: 'error: HEAD^{tree}^{commit}: expected commit type, but the object is a tree\n', why: 'no' },
    {
      code: 128,
      stderr: 'fatal: not a git repository (or any of the parent directories): .git\n',
      why: 'no-repository',
    },
    { code: 128, stderr: "fatal: detected dubious ownership in repository at '/r'\n", why: 'other-owner' },
    { code: 128, stderr: "fatal: unsafe repository ('/r' is owned by someone else)\n", why: 'other-owner' },
    { code: 128, stderr: `fatal: could not fetch ${ID} from promisor remote\n`, why: 'missing-objects' },
    { code: 128, stderr: "fatal: transport 'file' not allowed\n", why: 'missing-objects' },
    { code: 128, stderr: `fatal: unable to read ${ID}\n`, why: 'missing-objects' },
    { code: 128, stderr: 'fatal: bad config line 1 in file .git/config\n', why: 'failed' },
    { code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', stderr: '', why: 'failed' },
    { code: 'ABORT_ERR', name: 'AbortError', stderr: '', why: 'stopped' },
    { code: null, stderr: '', why: 'failed' },
  ])('$code $stderr', ({ why, stderr, ...error }) => {
    expect(faultOf(error, stderr)).toBe(why);
  });
});

test('the environment of git is the caller’s without its GIT_*', () => {
  const env = gitEnvironment({
    PATH: '/bin',
    HOME: '/h',
    GIT_DIR: '/other',
    git_index_file: 'x',
    GIT_CONFIG_COUNT: '1',
  });
  expect(env).toMatchObject({ PATH: '/bin', HOME: '/h', GIT_ALLOW_PROTOCOL: '', LC_ALL: 'C' });
  expect(Object.keys(env).filter((name) => /dir|index|count/i.test(name))).toEqual([]);
});

describe('output of git is parsed, or is a problem', () => {
  const entry = (path: string, mode = '100644', type = 'blob') => `${mode} ${type} ${ID}\t${path}\0`;

  test.each([
    { listing: '', paths: [] },
    { listing: entry('a.yaml') + entry('b c/ü\n.yaml '), paths: ['a.yaml', 'b c/ü\n.yaml '] },
    { listing: entry('sub', '160000', 'commit'), paths: ['sub'] },
    { listing: entry('a.yaml').slice(0, -1), paths: undefined },
    { listing: `${entry('a.yaml')}100644 blob\0`, paths: undefined },
    { listing: entry('a', '040000', 'tree'), paths: undefined },
    { listing: `warning: something\n${entry('a.yaml')}`, paths: undefined },
    { listing: entry(''), paths: undefined },
  ])('a tree: $listing', async ({ listing, paths }) => {
    const tree = await filesOf(ID, '/r', saying(listing));
    expect(tree.ok ? tree.value.map(({ path }) => path) : undefined).toEqual(paths);
    if (!tree.ok) expect(tree.problems[0]?.code).toBe('base/unreadable');
  });

  const change = (path: string, modes = '100644 100644', status = 'M') => `:${modes} ${ID} ${ID} ${status}\0${path}\0`;

  test.each([
    { listing: '', paths: [] },
    { listing: change('a.yaml') + change('b', '000000 120000', 'A'), paths: ['a.yaml', 'b'] },
    { listing: change('a.yaml').slice(0, -1), paths: undefined },
    { listing: change(''), paths: undefined },
    { listing: `${change('a.yaml')}:100644`, paths: undefined },
    { listing: `:100644 100644 ${ID} ${ID} R100\0a\0b\0`, paths: undefined },
    { listing: `warning: x\0a\0`, paths: undefined },
  ])('differences: $listing', async ({ listing, paths }) => {
    const changes = await treeChanges(ID, ID, '/r', saying(listing));
    expect(changes.ok ? changes.value.map(({ path }) => path) : undefined).toEqual(paths);
  });

  test.each([
    { listing: `${ID}\0`, paths: [] },
    { listing: `${ID}\0${change('a.yaml')}${change('b')}`, paths: ['a.yaml', 'b'] },
    { listing: '', paths: undefined },
    { listing: change('a.yaml'), paths: undefined },
    { listing: `${ID}\0${change('a.yaml').slice(0, -1)}`, paths: undefined },
    { listing: `${ID}\0${change('')}`, paths: undefined },
  ])('changes of one commit: $listing', async ({ listing, paths }) => {
    const steps = await stepChanges([{ id: ID, parents: [] }], '/r', saying(listing));
    expect(steps.ok ? steps.value.get(ID)?.map(({ path }) => path) : undefined).toEqual(paths);
  });
});

describe('a failure is never an empty answer', () => {
  const faults: readonly GitFault[] = [
    'failed',
    'no-repository',
    'other-owner',
    'missing-objects',
    'not-installed',
    'stopped',
  ];
  const questions = {
    objectAt: (machine: ReturnType<typeof failing>) => objectAt(ID, 'reconcile.yaml', '/r', machine),
    originUrl: (machine: ReturnType<typeof failing>) => originUrl('/r', machine),
    sparsePaths: (machine: ReturnType<typeof failing>) => sparsePaths('/r', machine),
    firstParents: (machine: ReturnType<typeof failing>) => firstParents(ID, '/r', machine),
    treeOf: (machine: ReturnType<typeof failing>) => filesOf(ID, '/r', machine),
    treeChanges: (machine: ReturnType<typeof failing>) => treeChanges(ID, ID, '/r', machine),
    stepChanges: (machine: ReturnType<typeof failing>) => stepChanges([{ id: ID, parents: [] }], '/r', machine),
  };

  test.each(Object.entries(questions).flatMap(([name, ask]) => faults.map((why) => ({ name, why, ask }))))(
    '$name: $why',
    async ({ ask, why }) => {
      const answer = await ask(failing(why));
      expect(answer.ok ? answer.value : answer.problems.map(({ code }) => code)).toEqual([
        expect.stringMatching(/^base\//),
      ]);
    },
  );
});

describe('whether a glob reaches into a folder', () => {
  test.each([
    ['layers/**/*.yaml', 'layers', true],
    ['layers/**/*.yaml', 'layers/a/b', true],
    ['layers/**/*.yaml', 'vendor', false],
    ['**/*.yaml', 'vendor', true],
    ['layers/*/*.yaml', 'layers/acme', true],
    ['layers/*/*.yaml', 'layers/acme/deep', false],
    ['layers/*.yaml', 'layers/acme', false],
    ['layers/*', 'layers/acme', false],
    ['{a,b}/*.yaml', 'b', true],
    ['{a,b}/*.yaml', 'c', false],
    ['layers/a*/**', 'layers/bee', false],
    ['layers/*.yaml', '', true],
  ])('%s %s: %s', (glob, folder, reaches) => {
    expect(globReach(glob)(folder)).toBe(reaches);
  });
});
