import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A folder of a user, with the packed tarball installed, and all that npm printed as errors. */
export type Installed = { readonly folder: string; readonly folderOfPackage: string; readonly warnings: string };

/** Packs this repository and installs the tarball, without a network. */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-installed-'));
  execFileSync(process.execPath, [resolve('.ci/check-package.mjs'), folder], { stdio: 'pipe' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--no-update-notifier', tarball];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm install ended with ${status}: ${stderr}`);
  return { folder, folderOfPackage: join(folder, 'node_modules/layers-reconcile'), warnings: stderr };
}

/** Words of a warning by Node, npm or reconcile. */
export const WARNING = /warn|deprecat|experimental/i;

/** Output of a process, and the CPU time of it and its children in seconds. */
type FirstPlan = { readonly out: string; readonly err: string; readonly cpu: number };

/** Runs `init --yes && plan --sandbox` in an empty folder. Without credentials and without other variables. */
export function firstPlan(node: string, { folder, folderOfPackage }: Installed): FirstPlan {
  const empty = mkdtempSync(join(folder, 'empty-'));
  mkdirSync(join(empty, 'acme-ios'));
  const main = `"${node}" "${join(folderOfPackage, 'dist/cli/main.js')}"`;
  const script = `${main} init --yes && ${main} plan --sandbox && times`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: join(empty, 'acme-ios'),
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  if (status !== 0) throw new Error(`init and plan ended with ${status}: ${stdout}${stderr}`);
  const times = [...(stdout.split('\n').at(-2) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    out: stdout,
    err: stderr,
    cpu: times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0),
  };
}

/** Path of a Node of this version, which npm installs into the folder. */
export function fetchNode(major: number, folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--no-update-notifier', `node@${major}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`Node ${major} could not be fetched with npm, so nothing is known about it: ${stderr}`);
  return join(folder, 'node_modules/.bin/node');
}
