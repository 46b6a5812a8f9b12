// Runs test/faults/main.ts: bundled, because Node 20 does not read TypeScript.
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

// One for each run: two may go on side by side.
const file = `node_modules/.cache/faults.${process.pid}.mjs`;
// The tests have built their program; a second build would replace it while they run.
if (process.env.VITEST === undefined) execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
await build({
  entryPoints: ['test/faults/main.ts'],
  outfile: file,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
try {
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(file, { force: true });
}
