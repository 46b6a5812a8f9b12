// Builds dist/: the command and the library, split into pieces that load only when they are needed.
// node .ci/build.mjs [--types]: with the types of the library, which take longer than all else.
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { directImports } from './direct-imports.mjs';
import { licencesOf } from './licences.mjs';
import { writeTypes } from './types.mjs';

// Beside the old one, and then in its place: a program that runs meanwhile keeps its pieces.
const fresh = `dist.${process.pid}`;
const { metafile } = await build({
  entryPoints: { 'cli/main': 'src/cli/main.ts', library: 'src/library/index.ts' },
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
  metafile: true,
  // undici is CommonJS, and asks for Node's own modules with `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
});
await writeFile(`${fresh}/LICENSES.txt`, licencesOf('dist', metafile));
if (process.argv.includes('--types')) writeTypes('src/library/index.ts', `${fresh}/types`);
await chmod(`${fresh}/cli/main.js`, 0o755);
await rename('dist', `${fresh}.old`).catch(() => {});
await rename(fresh, 'dist');
await rm(`${fresh}.old`, { recursive: true, force: true });
