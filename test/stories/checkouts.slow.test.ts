import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBaseWorkspace } from '../../src/operations/base-workspace.ts';
import { bareMachine } from '../../src/io/node-machine.ts';
import { gitProcess } from '../../src/io/git-process.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { client, documentOf } from '../support/worlds.ts';

/** Each kind of checkout gives the base of a plain one, or a problem that names the cause. It is never less. */
let at: string;
const stop = new AbortController().signal;
const home = { HOME: '', PATH: process.env.PATH };
const author = ['-c', 'user.name=Maya', '-c', 'user.email=maya@example.com', '-c', 'protocol.file.allow=always'];

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', [...author, ...args], { cwd: folder, env: home, stdio: 'pipe' });
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const layers = [client(1), client(2), client(3)];

async function base(root: string, ref = 'HEAD', env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const settings = loadSettings(undefined, {});
  if (!settings.ok) throw new Error('the default settings are valid');
  const machine = { ...bareMachine(stop), ...gitProcess({ ...home, ...env }, stop), env: {} };
  const opened = await openBaseWorkspace(ref, root, settings.value, machine);
  return opened.ok ? opened.value.desired.map(({ name }) => name).sort() : opened.problems[0]?.code;
}

const all = layers.map(({ name }) => name).sort();

beforeAll(() => {
  at = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-checkouts-')));
  home.HOME = join(at, 'home');
  put(join(home.HOME, '.gitconfig'), '[init]\n  defaultBranch = main\n');
  mkdirSync(join(at, 'plain/marketing'), { recursive: true });
  git(join(at, 'plain'), 'init', '--quiet');
  for (const one of layers) put(join(at, 'plain/marketing/layers', one.name, 'layer.yaml'), documentOf(one));
  put(join(at, 'plain/marketing/reconcile.yaml'), 'costCapUnit: major\n');
  put(join(at, 'plain/note.txt'), 'a file of no concern\n');
  git(join(at, 'plain'), 'add', '--all');
  git(join(at, 'plain'), 'commit', '--quiet', '--message', 'base');
});
afterAll(() => rmSync(at, { recursive: true, force: true }));

const inPlain = (): string => join(at, 'plain/marketing');

test('a plain checkout', async () => expect(await base(inPlain())).toEqual(all));

describe('the path of the folder', () => {
  test('through a link to the repository, to the folder, and to a folder above', async () => {
    symlinkSync(join(at, 'plain'), join(at, 'to-top'));
    symlinkSync(inPlain(), join(at, 'to-root'));
    symlinkSync(at, join(at, 'plain-above'));
    expect(await base(join(at, 'to-top/marketing'))).toEqual(all);
    expect(await base(join(at, 'to-root'))).toEqual(all);
    expect(await base(join(at, 'plain-above/plain/marketing'))).toEqual(all);
  });

  test.each(['plain ', ' plain', 'plain\nnext', '-plain', 'plän', '*'])('a folder named %j', async (name) => {
    cpSync(join(at, 'plain'), join(at, 'copies', name), { recursive: true });
    expect(await base(join(at, 'copies', name, 'marketing'))).toEqual(all);
  });

  test('the git folder is elsewhere', async () => {
    git(at, 'clone', '--quiet', '--separate-git-dir', join(at, 'elsewhere.git'), 'plain', 'separate');
    expect(await base(join(at, 'separate/marketing'))).toEqual(all);
  });
});

describe('linked worktrees and hooks', () => {
  test('a linked worktree', async () => {
    git(join(at, 'plain'), 'worktree', 'add', '--quiet', join(at, 'linked'));
    expect(await base(join(at, 'linked/marketing'))).toEqual(all);
  });

  test.each([
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_INDEX_FILE',
    'GIT_OBJECT_DIRECTORY',
    'GIT_COMMON_DIR',
    'GIT_PREFIX',
    'GIT_NAMESPACE',
    'GIT_CEILING_DIRECTORIES',
  ])('a hook exports %s', async (name) => {
    expect(await base(inPlain(), 'HEAD', { [name]: join(at, 'nowhere') })).toEqual(all);
  });
});

describe('checkouts that lack files', () => {
  test('sparse: a problem if documents are left out, and none if only other files are', async () => {
    git(at, 'clone', '--quiet', '--no-checkout', 'plain', 'sparse');
    git(join(at, 'sparse'), 'sparse-checkout', 'set', '--cone', `marketing/layers/${layers[0]?.name}`);
    git(join(at, 'sparse'), 'checkout', '--quiet', 'main');
    expect(existsSync(join(at, 'sparse/marketing/layers', String(layers[1]?.name)))).toBe(false);
    expect(await base(join(at, 'sparse/marketing'))).toBe('base/sparse');
    git(join(at, 'sparse'), 'sparse-checkout', 'set', '--cone', 'marketing');
    expect(await base(join(at, 'sparse/marketing'))).toEqual(all);
  });

  test('partial: the blobs of the base are not there, and nothing is fetched', async () => {
    git(join(at, 'plain'), 'config', 'uploadpack.allowFilter', 'true');
    const started = join(at, 'started');
    git(at, 'clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${join(at, 'plain')}`, 'partial');
    put(join(at, 'uploadpack.sh'), `#!/bin/sh\ntouch ${started}\nexec git-upload-pack "$@"\n`);
    chmodSync(join(at, 'uploadpack.sh'), 0o755);
    git(join(at, 'partial'), 'config', 'remote.origin.uploadpack', join(at, 'uploadpack.sh'));
    mkdirSync(join(at, 'partial/marketing'));
    expect(await base(join(at, 'partial/marketing'))).toBe('base/partial');
    expect(existsSync(started)).toBe(false);
  });

  test('shallow: missing commits are unknown, present ones are whole', async () => {
    git(join(at, 'plain'), 'commit', '--quiet', '--allow-empty', '--message', 'next');
    git(at, 'clone', '--quiet', '--depth', '1', `file://${join(at, 'plain')}`, 'shallow');
    expect(await base(join(at, 'shallow/marketing'), 'HEAD~1')).toBe('base/unknown');
    expect(await base(join(at, 'shallow/marketing'))).toEqual(all);
  });

  test('a submodule among the documents, and one of no concern', async () => {
    git(at, 'clone', '--quiet', 'plain', 'modules');
    git(join(at, 'modules'), 'submodule', '--quiet', 'add', join(at, 'plain'), 'vendor/plain');
    git(join(at, 'modules'), 'commit', '--quiet', '--message', 'vendor');
    expect(await base(join(at, 'modules/marketing'))).toEqual(all);
    expect(await base(join(at, 'modules/vendor/plain/marketing'))).toEqual(all);
    git(join(at, 'modules'), 'submodule', '--quiet', 'add', join(at, 'plain'), 'marketing/layers/more');
    git(join(at, 'modules'), 'commit', '--quiet', '--message', 'documents');
    expect(await base(join(at, 'modules/marketing'))).toBe('base/submodule');
  });

  test('a damaged repository', async () => {
    cpSync(join(at, 'plain'), join(at, 'damaged'), { recursive: true });
    rmSync(join(at, 'damaged/.git/objects'), { recursive: true });
    mkdirSync(join(at, 'damaged/.git/objects'));
    expect(await base(join(at, 'damaged/marketing'))).toMatch(/^base\//);
  });
});

test.each(['HEAD^{tree}', '^HEAD', '@{upstream}', 'HEAD..HEAD', 'nope', '--help', ''])(
  'a base that names no commit: %s',
  async (ref) => expect(await base(inPlain(), ref)).toBe('base/unknown'),
);

test('no program that a configuration names is started', async () => {
  cpSync(join(at, 'plain'), join(at, 'configured'), { recursive: true });
  const folder = join(at, 'configured');
  const started = join(at, 'configured-started');
  put(join(folder, 'program.sh'), `#!/bin/sh\ntouch ${started}\nexit 1\n`);
  chmodSync(join(folder, 'program.sh'), 0o755);
  put(join(folder, '.gitattributes'), '* filter=evil diff=evil\n');
  for (const name of [
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.sshCommand',
    'core.gitProxy',
    'diff.external',
    'diff.evil.textconv',
    'diff.evil.command',
    'filter.evil.smudge',
    'filter.evil.clean',
    'gpg.program',
    'credential.helper',
  ]) {
    git(folder, 'config', name, join(folder, 'program.sh'));
  }
  git(folder, 'config', 'log.showSignature', 'true');
  git(folder, 'config', 'core.hooksPath', folder);
  expect(await base(join(folder, 'marketing'))).toEqual(all);
  expect(existsSync(started)).toBe(false);
});
