import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** A project of a user in an empty folder, with the packed tarball installed. */
const project = mkdtempSync(join(tmpdir(), 'reconcile-installed-'));
const installed = join(project, 'node_modules/layers-reconcile');

beforeAll(() => {
  execFileSync(process.execPath, [resolve('.ci/check-package.mjs'), project], { stdio: 'pipe' });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: project, stdio: 'pipe' });
  cpSync('examples/byo', join(project, 'byo'), { recursive: true });
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

function inProject(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  return execFileSync(file, args, { cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
}

test('one package is installed, without scripts', () => {
  const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(packages).toEqual(['layers-reconcile']);
  const { dependencies, scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
});

test('the licence text of every bundled package is present', () => {
  const text = readFileSync(join(installed, 'dist/LICENSES.txt'), 'utf8');
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of ['@octokit/rest', 'commander', 'diff', 'fflate', 'undici', 'yaml', 'zod'])
    expect(text).toMatch(new RegExp(`^${name} ${devDependencies[name]} \\(.+\\)\n\n.+`, 'm'));
  const blocks = text.split(`\n\n${'-'.repeat(80)}\n\n`).slice(1);
  expect(blocks.length).toBeGreaterThan(10);
  for (const block of blocks)
    expect(block.split('\n\n').slice(1).join('').length, block.slice(0, 40)).toBeGreaterThan(200);
});

test('the command runs from the package', () => {
  const bin = join(project, 'node_modules/.bin/reconcile');
  expect(inProject(bin, ['--version'])).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
  expect(inProject(bin, ['validate', 'byo/layers/acme-ios.yaml', '--config', 'byo/reconcile.yaml'])).toContain('valid');
});

test('an empty folder becomes a repository with a first plan', () => {
  const bin = join(project, 'node_modules/.bin/reconcile');
  const empty = mkdtempSync(join(project, 'empty-'));
  const run = (...args: readonly string[]): string =>
    execFileSync(bin, args, { cwd: empty, encoding: 'utf8', env: { PATH: process.env.PATH } });
  expect(run('init', '--yes', '--name', 'acme-ios')).toContain('Created 8 files.');
  expect(run('plan', '--sandbox')).toMatch(/^SANDBOX · Plan: 2 changes in 1 layer/);
});

test('the pre-commit hook runs a command of the package', () => {
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
  const [command, ...args] = String(hook.entry).split(' ');
  expect(hook).toMatchObject({ id: 'reconcile-validate', language: 'node', pass_filenames: false });
  const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(Object.keys(bin)).toEqual([command]);
  expect(inProject(join(project, 'node_modules/.bin', command ?? ''), [...args, '--help'])).toContain('Usage:');
  for (const file of ['reconcile.yaml', 'layers/acme.yml', 'layers/acme.json'])
    expect(file).toMatch(new RegExp(hook.files));
});

describe('the library', () => {
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const script = example.replace("cwd: '.'", "cwd: 'byo'");

  test('has types that need no other package', () => {
    const typed = `
import type { Plan, Problem } from 'layers-reconcile';
export const made: readonly [Plan, readonly Problem[]] = [plan, problems];
`;
    writeFileSync(join(project, 'script.ts'), script + typed);
    const options = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2023'],
      types: ['node'],
    };
    const typeRoots = [resolve('node_modules/@types')];
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, typeRoots }, files: ['script.ts'] }),
    );
    expect(inProject(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', project])).toBe('');
  });

  test('makes the plan that the command makes', async () => {
    const bin = join(project, 'node_modules/.bin/reconcile');
    const sandbox = spawn(bin, ['sandbox', 'byo/world.yaml'], { cwd: project });
    try {
      const line = await new Promise<string>((done) => sandbox.stdout.once('data', (chunk) => done(String(chunk))));
      const { env } = JSON.parse(line);
      writeFileSync(join(project, 'script.js'), script);
      const byLibrary = inProject(process.execPath, ['script.js'], env);
      expect(byLibrary).toContain('acme-ios');
      expect(byLibrary).toBe(inProject(bin, ['plan', '--config', 'byo/reconcile.yaml'], { ...env, NO_COLOR: '1' }));
    } finally {
      sandbox.kill();
    }
  });
});
