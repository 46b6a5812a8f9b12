// Builds what the action runs: one file that needs nothing beside it but a package.json that says "module".
// node .ci/bundle.mjs [FOLDER]: action.js and the licences of what is in it go there, else into dist/.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

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
writeFileSync(join(folder, 'action.LICENSES.txt'), licences(packagesIn(Object.keys(metafile.inputs))));

/** The folders of the packages that files come from, each once. */
function packagesIn(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)];
}

function licences(folders) {
  const parts = folders.map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const files = readdirSync(path).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
    const texts = files
      .sort(byBytes)
      .map((file) => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `dist/action.js holds these packages.${line}${[...new Set(parts)].sort(byBytes).join(line)}\n`;
}

/** The same order on every machine, whatever its language. */
function byBytes(a, b) {
  return a < b ? -1 : 1;
}
