// Runs test/torture/main.ts: bundled, because Node 20 does not read TypeScript.
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const file = 'test/torture/.main.bundle.mjs';
execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
await build({
  entryPoints: ['test/torture/main.ts'],
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
