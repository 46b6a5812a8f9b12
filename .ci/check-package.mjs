// Checks the package that people install: its entries, types, size and licences.
// node .ci/check-package.mjs [FOLDER]: keeps the tarball in this folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const MAX_INSTALLED_BYTES = 4 * 1024 * 1024;
/** People import it from modules only: `require` of a module works from Node 20.19 on. */
const IGNORED_RESOLUTIONS = ['node10', 'node16-cjs'];

const problems = [];
const kept = process.argv[2];
const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'reconcile-package-')) : resolve(kept);
try {
  const npm = ['pack', '--json', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', npm, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
  if (packed.unpackedSize > MAX_INSTALLED_BYTES)
    problems.push(`the package takes ${packed.unpackedSize} bytes; at most ${MAX_INSTALLED_BYTES} are allowed`);

  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const others = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  if (others.length > 0) problems.push(`everything is bundled, but ${others.join(', ')} would be installed as well`);
  for (const needed of [
    'LICENSE',
    'README.md',
    'dist/LICENSES.txt',
    'dist/cli/main.js',
    'dist/cli/validate.js',
    'dist/library.js',
  ]) {
    if (!packed.files.some(({ path }) => path === needed)) problems.push(`${needed} is missing`);
  }

  const tarball = readFileSync(join(folder, packed.filename));
  const contents = Uint8Array.from(tarball).buffer;
  const linted = await publint({ pack: { tarball: contents }, strict: true });
  problems.push(...linted.messages.map((message) => formatMessage(message, linted.pkg)));

  const types = await checkPackage(createPackageFromTarballData(new Uint8Array(contents)));
  if (!types.types) problems.push('the package has no types');
  for (const problem of types.problems ?? []) {
    if (!IGNORED_RESOLUTIONS.includes(problem.resolutionKind)) problems.push(JSON.stringify(problem));
  }
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) process.stderr.write(`package: ${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
