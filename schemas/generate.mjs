// Generates schemas/*.json, the tables and outputs between markers in README.md, the workflows that init writes, and the
// example workflows for GitHub Enterprise Server. With --check it writes nothing and fails if a file is out of date.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { forEnterprise } from '../examples/enterprise.mjs';

const check = process.argv.includes('--check');
const stale = [];

const { SCHEMA_NAMES } = await load('src/cli/schema-names.ts');
for (const name of SCHEMA_NAMES) {
  const { stdout, status } = spawnSync(process.execPath, ['dist/cli/main.js', 'schema', name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`reconcile schema ${name} failed; run npm run build first`);
  keep(`schemas/${name}.schema.json`, stdout);
}

const model = await load('src/model/index.ts');
keep('schemas/schemastore/catalog.json', `${JSON.stringify({ schemas: catalog() }, null, 2)}\n`);

const tables = {
  problems: table(['code', 'meaning'], meanings(model.PROBLEM_CODES)),
  checks: table(['code', 'meaning'], meanings(model.CHECK_CODES)),
  verify: table(['item', 'green if'], model.VERIFY_ITEMS),
  policies: table(['policy', 'refuses because'], meanings(model.POLICY_NAMES)),
  'not in editor': table(
    ['problem', 'why an editor cannot show it'],
    model.NOT_IN_EDITOR.map(({ code, field, inherited, reason }) => [
      `${field === undefined ? code : `${code}: ${field}`}${inherited ? ', with extends' : ''}`,
      reason,
    ]),
  ),
  'relay map': table(['SDK event', 'TikTok event'], model.DEFAULT_RELAY_MAP),
};
const transcripts = {
  plan: transcript(['plan'], 0),
  apply: transcript(['apply', '--auto-approve'], 3),
};
let readme = readFileSync('README.md', 'utf8');
for (const [name, text] of Object.entries({ ...tables, ...transcripts })) {
  const block = new RegExp(`(<!-- generated: ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  if (!block.test(readme)) throw new Error(`README.md has no marker for ${name}`);
  readme = readme.replace(block, (_, open, end) => `${open}${text}${end}`);
}
keep('README.md', readme);

const examples = 'examples/github/.github/workflows';
const workflows = readdirSync(examples).map((name) => [name, readFileSync(`${examples}/${name}`, 'utf8')]);
keep('src/operations/workflows.json', `${JSON.stringify(Object.fromEntries(workflows), null, 2)}\n`);
for (const [name, text] of Object.entries(forEnterprise(Object.fromEntries(workflows)))) {
  keep(`examples/github/ghes/.github/workflows/${name}`, text);
}

if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}

/** Entries of SchemaStore's catalog, sorted by name. */
function catalog() {
  const entry = (schema, name, description, fileMatch) => ({
    name,
    description,
    fileMatch,
    url: model.schemaId(schema),
  });
  return [
    entry('defaults', 'Layers reconcile defaults', 'Fragment of layer documents of layers-reconcile'),
    entry('layer', 'Layers reconcile layer', 'Layer document of layers-reconcile'),
    entry('settings', 'Layers reconcile settings', 'Settings of layers-reconcile', ['reconcile.yaml', 'reconcile.yml']),
  ];
}

function keep(file, text) {
  const there = readOr(file);
  if (there === text) return;
  stale.push(file);
  if (!check) writeFileSync(file, text);
}

function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function meanings(codes) {
  return Object.fromEntries(Object.entries(codes).map(([code, { meaning }]) => [code, meaning]));
}

function table([first, second], rows) {
  const entries = Array.isArray(rows) ? rows : Object.entries(rows);
  const lines = entries.map(([key, text]) => `| \`${key}\` | ${text.replaceAll('|', '\|')} |`);
  return `| ${first} | ${second} |\n| --- | --- |\n${lines.join('\n')}\n`;
}

/** The last page that a command prints in examples/byo at a fixed time, as a block of Markdown. */
function transcript(args, exit) {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-generate-'));
  try {
    cpSync('examples/byo', folder, { recursive: true });
    const world = readFileSync(join(folder, 'world.yaml'), 'utf8');
    writeFileSync(join(folder, 'world.yaml'), `now: "2026-11-10T09:00:00Z"\n${world}`);
    const command = [resolve('dist/cli/main.js'), ...args, '--sandbox'];
    const { stdout, status } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', env: {} });
    if (status !== exit) throw new Error(`reconcile ${args.join(' ')} ended with ${status}; run npm run build first`);
    return `\`\`\`text\n${stdout.slice(stdout.lastIndexOf('SANDBOX · ')).trim()}\n\`\`\`\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(entry) {
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm', platform: 'node' });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].text).toString('base64')}`);
}
