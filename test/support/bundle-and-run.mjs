// Runs main.ts of a folder: bundled, because Node 20 does not read TypeScript. Its tasks/ are bundled next to it.
// node test/support/bundle-and-run.mjs FOLDER [ARGUMENT…]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { directImports } from '../../.ci/direct-imports.mjs';
import { quickSpreads } from '../../.ci/quick-spreads.mjs';

const [folder, ...args] = process.argv.slice(2);
const tasks = join(folder, 'tasks');
// One for each run: two may go on side by side.
const outdir = `node_modules/.cache/${basename(folder)}.${process.pid}`;
// The tests have built their program; a second build would replace it while they run.
if (process.env.VITEST === undefined) execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
const options = {
  outdir,
  outbase: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
};
await build({ ...options, entryPoints: [join(folder, 'main.ts')], packages: 'external' });
if (existsSync(tasks)) {
  // As the program itself is built: what a task loads is part of what it uses.
  await build({
    ...options,
    minifySyntax: true,
    minifyWhitespace: true,
    entryPoints: readdirSync(tasks).map((name) => join(tasks, name)),
    plugins: [directImports(resolve('src')), quickSpreads()],
    splitting: true,
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
}
try {
  const { status } = spawnSync(process.execPath, [join(outdir, 'main.mjs'), ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
