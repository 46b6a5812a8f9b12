import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const top = mkdtempSync(join(tmpdir(), 'reconcile-release-test-'));
afterAll(() => rmSync(top, { recursive: true, force: true }), 60_000);

const script = resolve('.ci/release.mjs');
let scene = '';
let count = 0;

const at = (name: string): string => join(scene, name);

function run(command: string, args: readonly string[], cwd: string) {
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: scene, GIT_CONFIG_NOSYSTEM: '1', GITHUB_TOKEN: 'ghs_secret_of_the_run' },
  });
}

function git(location: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=Maya', '-c', 'user.email=maya@example.com', '-c', 'init.defaultBranch=main'];
  const { status, stdout, stderr } = run('git', [...who, ...args], at(location));
  expect(stderr === '' || status === 0, stderr).toBe(true);
  return stdout.trim();
}

/** A commit on main, pushed, in a clone such as the runner has. */
function commit(name: string): string {
  writeFileSync(at(`clone/${name}`), `${name}\n`);
  git('clone', 'add', '--all');
  git('clone', 'commit', '--quiet', '--message', name);
  git('clone', 'push', '--quiet', 'origin', 'HEAD:main');
  return git('clone', 'rev-parse', 'HEAD');
}

/** What pack-action.mjs would lay out, in small. */
function packed(version: string, code = 'console.log(1)\n'): string {
  const folder = at(`packed-${version}`);
  mkdirSync(join(folder, 'dist'), { recursive: true });
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version, type: 'module' }));
  writeFileSync(join(folder, 'dist/action.js'), code);
  cpSync(at('clone/.github/workflows/plan.yml'), join(folder, '.github/workflows/plan.yml'));
  cpSync('examples/github', join(folder, 'examples/github'), { recursive: true });
  return folder;
}

function release(version: string, folder = packed(version.slice(1))) {
  return run(process.execPath, [script, folder, version], at('clone'));
}

const tags = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    git('origin.git', 'for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/tags')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ')),
  );

beforeEach(() => {
  count += 1;
  scene = join(top, String(count));
  mkdirSync(at('origin.git'), { recursive: true });
  mkdirSync(at('clone/.github/workflows'), { recursive: true });
  git('origin.git', 'init', '--quiet', '--bare');
  git('clone', 'init', '--quiet');
  git('clone', 'remote', 'add', 'origin', at('origin.git'));
  writeFileSync(at('clone/.gitignore'), 'dist/\n');
  writeFileSync(at('clone/.github/workflows/plan.yml'), 'name: plan\n');
});

describe('a release', () => {
  test('is above the source commit, contains only the packed files, and main does not move', () => {
    const source = commit('one');
    const { status, stdout, stderr } = release('v1.0.0');
    expect(status, stderr).toBe(0);
    const made = tags()['v1.0.0'];
    expect(tags()).toEqual({ 'v1.0.0': made, v1: made });
    const build = git('origin.git', 'rev-parse', 'v1.0.0^');
    expect(stdout).toBe(`v1.0.0 and v1: ${made}, pinned to the build ${build}\n`);
    expect(git('origin.git', 'rev-parse', 'v1.0.0~2')).toBe(source);
    expect(git('origin.git', 'rev-parse', 'main')).toBe(source);
    const files = git('origin.git', 'ls-tree', '-r', '--name-only', 'v1').split('\n');
    expect(files.filter((file) => !file.startsWith('examples/github/'))).toEqual([
      '.github/workflows/plan.yml',
      'dist/action.js',
      'package.json',
    ]);
    expect(git('origin.git', 'cat-file', '-t', 'v1.0.0'), 'so its SHA is the one to pin').toBe('commit');
  });

  test('has examples that are pinned to its build, which differs in nothing else', () => {
    commit('one');
    release('v1.2.3', packed('1.2.3'));
    const build = git('origin.git', 'rev-parse', 'v1.2.3^');
    const show = (path: string): string => git('origin.git', 'show', `v1.2.3:examples/github/${path}`);
    const changed = git('origin.git', 'diff', '--name-only', 'v1.2.3^', 'v1.2.3').split('\n');
    const names = readdirSync('examples/github/.github/workflows');
    expect(changed).toHaveLength(2 * names.length + 1);
    expect(changed.every((file) => file.startsWith('examples/github/'))).toBe(true);
    expect(git('origin.git', 'grep', '--name-only', '0000000000000000', 'v1.2.3^')).toContain('reconcile-plan.yml');
    for (const folder of ['', 'ghes/']) {
      for (const name of names) {
        const text = show(`${folder}.github/workflows/${name}`);
        expect(text).toContain(`uses: layers/reconcile@${build} # v1.2.3\n`);
        expect(text).not.toMatch(/@0{40}/);
      }
    }
    const readme = show('README.md');
    expect(readme).toContain(`uses: layers/reconcile/.github/workflows/plan.yml@${build} # v1.2.3\n`);
    expect(readme).toContain('\nversion=v1.2.3\n');
    expect(git('origin.git', 'cat-file', '-p', `${build}:dist/action.js`), 'the pinned commit runs').toBe(
      'console.log(1)',
    );
  });

  test('takes over the pushed tag, annotated or not', () => {
    const source = commit('one');
    git('clone', 'tag', '--annotate', '--message', 'go', 'v1.0.0');
    git('clone', 'push', '--quiet', 'origin', 'v1.0.0');
    expect(release('v1.0.0').status).toBe(0);
    expect(git('origin.git', 'rev-parse', 'v1.0.0~2')).toBe(source);
  });

  test('moves v1 forward, and leaves older versions alone', () => {
    commit('one');
    release('v1.0.0');
    const { 'v1.0.0': first } = tags();
    commit('two');
    expect(release('v1.1.0').status).toBe(0);
    expect(tags()['v1.0.0']).toBe(first);
    expect(tags()['v1']).toBe(tags()['v1.1.0']);
    expect(tags()['v1']).not.toBe(first);
  });

  test('of an older line does not move v1 back; a new major version has its own', () => {
    commit('one');
    release('v1.10.0');
    const { v1 } = tags();
    commit('two');
    expect(release('v1.9.1').stdout).toMatch(/^v1\.9\.1: \w{40}, pinned to the build \w{40}\n$/);
    commit('three');
    expect(release('v2.0.0').stdout).toMatch(/^v2\.0\.0 and v2: /);
    expect(tags()['v1']).toBe(v1);
  });

  test('made again from the same files is the same commit', () => {
    commit('one');
    release('v1.0.0');
    const before = tags();
    git('origin.git', 'tag', '--delete', 'v1.0.0', 'v1');
    expect(release('v1.0.0').status).toBe(0);
    expect(tags()).toEqual(before);
  });
});

describe('release notes', () => {
  const notes = (version: string) =>
    run(process.execPath, [resolve('.ci/release-notes.mjs'), version], at('clone')).stdout.split('\n');

  test('have one line per commit since the release before, and text stays text', () => {
    commit('one');
    release('v1.0.0');
    commit('second');
    const subject = 'Fix <b>bold</b> and @maya [link](x)';
    git('clone', 'commit', '--quiet', '--allow-empty', '--message', subject);
    git('clone', 'fetch', '--quiet', '--tags');
    const [title, , first, second, ...rest] = notes('v1.1.0');
    expect(title).toBe('Changes since v1.0.0:');
    expect(first).toMatch(/^- Fix \\<b\\>bold\\<\/b\\> and @\u200bmaya \\\[link\\\]\(x\) \([0-9a-f]+\)$/);
    expect(second).toMatch(/^- second \([0-9a-f]+\)$/);
    expect(rest.join('')).toBe('');
  });

  test('of the first release have the whole history', () => {
    commit('one');
    expect(notes('v1.0.0')[0]).toBe('The first release.');
  });
});

describe('nothing is released', () => {
  test('twice: a version does not change', () => {
    commit('one');
    release('v1.0.0');
    const before = tags();
    commit('two');
    const { status, stderr } = release('v1.0.0', packed('1.0.0', 'console.log(2)\n'));
    expect(status).toBe(1);
    expect(stderr).toBe('v1.0.0 is released already, and a release does not change.\n');
    expect(tags()).toEqual(before);
  });

  test.each([
    { version: '1.0.0', why: 'no v' },
    { version: 'v1.0', why: 'no patch' },
    { version: 'v1.0.0-rc.1', why: 'no release' },
    { version: 'v01.0.0', why: 'a number with a nought before it' },
    { version: '--mirror', why: 'no option of git' },
    { version: 'v1.0.0 $(id)', why: 'no script' },
  ])('as $version: $why', ({ version }) => {
    commit('one');
    const { status, stderr } = release(version, packed('1.0.0'));
    expect(status).toBe(1);
    expect(stderr).toBe(`${JSON.stringify(version)} is not of the form v1.2.3.\n`);
    expect(tags()).toEqual({});
  });

  test('under a version other than that of package.json', () => {
    commit('one');
    const { status, stderr } = release('v1.0.1', packed('1.0.0'));
    expect(status).toBe(1);
    expect(stderr).toBe('package.json says 1.0.0, and the release is to be v1.0.1.\n');
    expect(tags()).toEqual({});
  });

  test.each([
    { name: 'without a pin', edit: (text: string) => text.replaceAll(/@0{40}/g, '@v1'), says: 'has no pin to fill' },
    {
      name: 'with a pin of an unknown form',
      edit: (text: string) => text.replace(/(@0{40}) #.*/, '$1'),
      says: 'has a pin of an unknown form',
    },
  ])('from examples $name', ({ edit, says }) => {
    commit('one');
    const folder = packed('1.0.0');
    const paths = readdirSync(join(folder, 'examples/github'), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name));
    for (const path of paths) writeFileSync(path, edit(readFileSync(path, 'utf8')));
    const { status, stderr } = release('v1.0.0', folder);
    expect(status).toBe(1);
    expect(stderr).toContain(says);
    expect(tags()).toEqual({});
  });

  test('and the token is not printed if the push fails', () => {
    commit('one');
    const folder = packed('1.0.0');
    writeFileSync(at('origin.git/hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const { status, stdout, stderr } = release('v1.0.0', folder);
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).not.toContain('ghs_secret_of_the_run');
    expect(tags()).toEqual({});
  });
});

describe('before it is built', () => {
  const check = resolve('.ci/check-version.mjs');

  /** A built checkout in small. */
  function checkout(versions: {
    readonly manifest?: string;
    readonly lock?: string;
    readonly root?: string;
    readonly cli?: string;
  }) {
    const { manifest = '1.2.3', lock = '1.2.3', root = '1.2.3', cli = '1.2.3' } = versions;
    mkdirSync(at('clone/dist/cli'), { recursive: true });
    writeFileSync(at('clone/package.json'), JSON.stringify({ version: manifest, type: 'module' }));
    writeFileSync(
      at('clone/package-lock.json'),
      JSON.stringify({ version: lock, packages: { '': { version: root } } }),
    );
    writeFileSync(at('clone/dist/cli/main.js'), `if (process.argv[2] === '--version') console.log('${cli}');\n`);
    return run(process.execPath, [check, 'v1.2.3'], at('clone'));
  }

  test('the tag, package.json, package-lock.json and the command agree', () => {
    const { status, stdout, stderr } = checkout({});
    expect([status, stdout, stderr]).toEqual([0, 'All versions are v1.2.3.\n', '']);
  });

  test.each([
    { given: { manifest: '1.2.4' }, says: 'package.json has 1.2.4, and the tag is v1.2.3.' },
    { given: { lock: '1.2.2' }, says: 'package-lock.json has 1.2.2, and the tag is v1.2.3.' },
    { given: { root: '1.2.2' }, says: 'the root package of package-lock.json has 1.2.2, and the tag is v1.2.3.' },
    { given: { cli: '0.1.0' }, says: 'reconcile --version has 0.1.0, and the tag is v1.2.3.' },
  ])('or nothing is released: $says', ({ given, says }) => {
    const { status, stdout, stderr } = checkout(given);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.split('\n')[0]).toBe(says);
  });

  test('this checkout agrees with itself', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { status, stderr } = run(process.execPath, [check, `v${version}`], process.cwd());
    expect(status, stderr).toBe(0);
  });

  test('the workflow checks it before it packs', () => {
    const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8'));
    const runs: readonly string[] = jobs.build.steps.flatMap((step: { run?: string }) => step.run ?? []);
    const place = (command: string): number => runs.findIndex((one) => one.startsWith(command));
    expect(place('node .ci/check-version.mjs')).toBeGreaterThan(place('bash .ci/run'));
    expect(place('node .ci/check-version.mjs')).toBeLessThan(place('node .ci/pack-action.mjs'));
  });
});
