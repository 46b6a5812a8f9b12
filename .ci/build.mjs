// Builds dist/: the command and the library, split into pieces that load only when they are needed.
// node .ci/build.mjs [--types]: with the types of the library, which take longer than all else.
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { directImports } from './direct-imports.mjs';
import { licencesOf } from './licences.mjs';
import { quickSpreads } from './quick-spreads.mjs';
import { writeTypes } from './types.mjs';

// Beside the old one, and then in its place: a program that runs meanwhile keeps its pieces.
const fresh = `dist.${process.pid}`;
/** @type {import('esbuild').BuildOptions} */
const options = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Names stay, for the stack trace of a fault. `keepNames` would set each one again at every start.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
const pieces = await build({
  ...options,
  entryPoints: { start: 'src/cli/start.ts', library: 'src/library/index.ts' },
  outdir: fresh,
  plugins: [directImports(resolve('src')), quickSpreads()],
  splitting: true,
  format: 'esm',
  // undici is CommonJS, and asks for Node's own modules with `require`.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
// CommonJS, which starts sooner than modules: what every start loads, `validate` in one file, and what few of its runs need.
const PIECES = {
  './start.ts': 'import("../start.js")',
  './start-validate.ts': 'require("./validate.js")',
  './fit-terminal.ts': 'require("./fit-terminal.js")',
};
const LATE = { './any-yaml.ts': './any-yaml.js', '../yaml/json-schema.ts': './json-schema.js' };
const first = await build({
  ...options,
  entryPoints: {
    main: 'src/cli/main.ts',
    validate: 'src/cli/start-validate.ts',
    'fit-terminal': 'src/cli/fit-terminal.ts',
    'any-yaml': 'src/yaml/any-yaml.ts',
    'json-schema': 'src/yaml/json-schema.ts',
  },
  outdir: `${fresh}/cli`,
  plugins: [directImports(resolve('src'), PIECES, LATE), quickSpreads()],
  external: ['../start.js', './validate.js', './fit-terminal.js', ...Object.values(LATE)],
  // Less to read at every start.
  minifyIdentifiers: true,
  // As modules, so that only the parts in use are bundled.
  alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
  format: 'cjs',
});
await writeFile(`${fresh}/cli/package.json`, '{"type":"commonjs"}\n');
const inputs = { ...pieces.metafile.inputs, ...first.metafile.inputs };
await writeFile(`${fresh}/LICENSES.txt`, licencesOf('dist', { inputs }));
if (process.argv.includes('--types')) writeTypes('src/library/index.ts', `${fresh}/types`);
await chmod(`${fresh}/cli/main.js`, 0o755);
await rename('dist', `${fresh}.old`).catch(() => {});
await rename(fresh, 'dist');
await rm(`${fresh}.old`, { recursive: true, force: true });
