// Builds dist/: one entry, split into pieces that load only when a command needs them.
import { chmod, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { directImports } from './direct-imports.mjs';

// Beside the old one, and then in its place: a program that runs meanwhile keeps its pieces.
const fresh = `dist.${process.pid}`;
await build({
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  outdir: fresh,
  bundle: true,
  plugins: [directImports(resolve('src'))],
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  // Names of functions and classes stay, for the stack trace of a fault.
  keepNames: true,
  legalComments: 'none',
  // undici is CommonJS, and asks for Node's own modules with `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
});
await chmod(`${fresh}/cli/main.js`, 0o755);
await rename('dist', `${fresh}.old`).catch(() => {});
await rename(fresh, 'dist');
await rm(`${fresh}.old`, { recursive: true, force: true });
