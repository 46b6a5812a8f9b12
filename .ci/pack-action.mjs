// Lays out what a release tag holds, and nothing else: node .ci/pack-action.mjs FOLDER [BUNDLE], after npm run bundle.
// BUNDLE is where bundle.mjs wrote, else dist/.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, bundle = 'dist'] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say where to: node .ci/pack-action.mjs FOLDER');
if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
if (!existsSync(join(bundle, 'action.js'))) throw new Error(`${bundle}/action.js is missing; run npm run bundle first`);

for (const file of ['action.js', 'action.LICENSES.txt']) put(join(bundle, file), join('dist', file));
// Workflows go along unchanged: callers name the reusable ones, and the token of a workflow may push no others.
for (const path of ['action.yml', 'README.md', 'LICENSE', 'schemas', 'examples/github', '.github']) put(path);

// The reusable workflows name the action `$/action`, since `$/` takes a folder, and none has an action at the root.
const action = readFileSync('action.yml', 'utf8');
write('action/action.yml', action.replace('main: dist/action.js', 'main: ../dist/action.js'));

// Without "type", Node would take dist/action.js for CommonJS. Without scripts, installing the folder runs nothing.
const { name, version, description, license, type } = JSON.parse(readFileSync('package.json', 'utf8'));
write('package.json', `${JSON.stringify({ name, version, description, license, type }, null, 2)}\n`);

function put(from, to = from) {
  cpSync(from, join(folder, to), { recursive: true, filter: (path) => !path.endsWith('.mjs') });
}

function write(path, text) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}
