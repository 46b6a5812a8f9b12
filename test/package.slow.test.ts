import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fetchNode, firstPlan, type Installed, installPackage, WARNING } from './support/installed.ts';

let npm: Installed;
let project: string;
let installed: string;

beforeAll(() => {
  npm = installPackage();
  [project, installed] = [npm.folder, npm.folderOfPackage];
  cpSync('examples/byo', join(project, 'byo'), { recursive: true });
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

function inProject(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  return execFileSync(file, args, { cwd: project, encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
}

const MAX_INSTALLED_BYTES = 4 * 1024 * 1024;

test('one package of at most 4 MiB is installed, without scripts and without a warning', () => {
  expect(npm.warnings).toBe('');
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  const bytes = files.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
  expect(bytes).toBeLessThanOrEqual(MAX_INSTALLED_BYTES);
  expect(existsSync(join(installed, 'node_modules'))).toBe(false);

  const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(packages).toEqual(['layers-reconcile']);
  const { dependencies, scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
});

/** Packages of which a bundle contains a part, found without the program that builds the package. */
async function bundledPackages(): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: ['src/cli/main.ts', 'src/cli/start.ts', 'src/cli/start-validate.ts', 'src/library/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outdir: project,
    write: false,
    metafile: true,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const names = inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set(names)];
}

test('the licence text of every bundled package is present', async () => {
  const text = readFileSync(join(installed, 'dist/LICENSES.txt'), 'utf8');
  const blocks = text.split(`\n\n${'-'.repeat(80)}\n\n`).slice(1);
  const names = blocks.map((block) => block.split(' ')[0] ?? '');
  const bundled = await bundledPackages();
  expect(bundled.length).toBeGreaterThan(10);
  expect(names).toEqual(expect.arrayContaining([...bundled]));
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of ['@octokit/rest', 'commander', 'diff', 'fflate', 'undici', 'yaml', 'zod'])
    expect(text).toMatch(new RegExp(`^${name} ${devDependencies[name]} \\(.+\\)\n\n.+`, 'm'));
  for (const block of blocks)
    expect(block.split('\n\n').slice(1).join('').length, block.slice(0, 40)).toBeGreaterThan(200);
});

test('the command runs from the package', () => {
  const bin = join(project, 'node_modules/.bin/reconcile');
  expect(inProject(bin, ['--version'])).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
  expect(inProject(bin, ['validate', 'byo/layers/acme-ios.yaml', '--config', 'byo/reconcile.yaml'])).toContain('valid');
});

test.each([20, 22, 24])(
  'Node %i: an empty folder becomes a repository with a first plan in 5 seconds of CPU time, without a warning',
  (major) => {
    const folder = mkdtempSync(join(tmpdir(), 'reconcile-node-'));
    try {
      const node = process.versions.node.startsWith(`${major}.`) ? process.execPath : fetchNode(major, folder);
      expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${major}\\.`));
      const { out, err, cpu } = firstPlan(node, npm);
      expect(out).toContain('Created 8 files.');
      expect(out).toMatch(/^SANDBOX · Plan: 2 changes in 1 layer/m);
      expect(err).not.toMatch(WARNING);
      // Neither command waits for anything, so this is the time on a machine that does nothing else.
      expect(cpu).toBeLessThan(5);
      const script = `import { loadDesired, makePlan } from 'layers-reconcile'; console.log(typeof loadDesired, typeof makePlan);`;
      writeFileSync(join(project, 'import.js'), script);
      const imported = spawnSync(node, ['import.js'], { cwd: project, encoding: 'utf8' });
      expect([imported.stdout, imported.stderr]).toEqual(['function function\n', '']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  300_000,
);

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
import { makeReport, planAsHtml, reportAsHtml } from 'layers-reconcile';
export const made: readonly [Plan, readonly Problem[]] = [plan, problems];
export const pages: readonly string[] = [planAsHtml(plan, problems), reportAsHtml(makeReport(repository.value, live.value).report, [])];
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
      const pages = `
import { makeReport, planAsHtml, reportAsHtml } from 'layers-reconcile';
const made = makeReport(repository.value, live.value);
process.stderr.write(JSON.stringify([planAsHtml(plan, problems), reportAsHtml(made.report, made.problems)]));
`;
      writeFileSync(join(project, 'pages.js'), script + pages);
      const { stderr } = spawnSync(process.execPath, ['pages.js'], { cwd: project, encoding: 'utf8', env });
      for (const page of JSON.parse(stderr)) expect(page).toMatch(/^<!doctype html>[^]*acme-ios[^]*<\/html>\s*$/i);
      writeFileSync(join(project, 'script.js'), script);
      const byLibrary = inProject(process.execPath, ['script.js'], env);
      expect(byLibrary).toContain('acme-ios');
      expect(byLibrary).toBe(inProject(bin, ['plan', '--config', 'byo/reconcile.yaml'], { ...env, NO_COLOR: '1' }));
    } finally {
      sandbox.kill();
    }
  });
});
