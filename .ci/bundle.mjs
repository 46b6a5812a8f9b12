// Builds what the action runs: one file that needs nothing beside it but a package.json that says "module".
// node .ci/bundle.mjs [FOLDER]: action.js and the licences of what is in it go there, else into dist/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const folder = process.argv[2] ?? 'dist';
const { metafile } = await build({
  entryPoints: ['src/action/main.ts'],
  outfile: join(folder, 'action.js'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  // The oldest that may load it: action.yml says node24, and a runner on a machine of one's own may be told otherwise.
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

const outside = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
// Some of Node's own are younger than the Node that builds: undici asks for node:sqlite, where that is.
const missing = outside.filter((path) => !path.startsWith('node:') && !isBuiltin(path));
if (missing.length > 0)
  throw new Error(`Nothing is installed where the action runs, but it imports ${missing.join(', ')}`);

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'action.LICENSES.txt'), licencesOf('dist/action.js', metafile));
