// Prints the conformance table of the sandbox: endpoint, aspect, certainty, test. It is read from the names of the tests
// that there are (test/support/conformance.ts), so it says nothing that no test says. With --write, into
// the published file.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = '.github/CONFORMANCE.md';
const HEADING = `# What the sandbox emulates, and what proves it

Each row is a test. *documented*: the API's own documentation says so. *inferred*, *unknown*: our reading, behind a switch of the
world file where a client must bear both. Made by \`npm run conformance -- --write\`.

`;

const LABEL =
  /\[(?<api>layers|tiktok) (?<method>[A-Z]+) (?<path>\S+) \| (?<aspect>\w+) \| (?<certainty>\w+)\] (?<test>.*)$/;

const rows = testNames()
  .map((name) => LABEL.exec(name)?.groups)
  .filter((row) => row !== undefined)
  .map(({ api, method, path, aspect, certainty, test }) => ({ api, method, path, aspect, certainty, test }))
  .sort((a, b) => compare(keyOf(a), keyOf(b)));
if (rows.length === 0) throw new Error('no test proves anything about an endpoint');
if (process.argv.includes('--write')) writeFileSync(FILE, `${HEADING}${tableOf(rows)}\n`);
else if (process.argv.includes('--check')) check(`${HEADING}${tableOf(rows)}\n`);
else console.log(tableOf(rows));

function testNames() {
  // Tests are only listed; without isolation that takes a third of the time.
  const vitest = 'node_modules/vitest/vitest.mjs';
  const list = [vitest, 'list', 'test/sandbox', '--json', '--no-isolate', '--pool=threads'];
  const { stdout, stderr, status } = spawnSync(process.execPath, list, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, ONLY_LISTED: '1' },
  });
  if (status !== 0) throw new Error(`the tests could not be listed\n${stderr}`);
  return JSON.parse(stdout.slice(stdout.indexOf('['))).map(({ name }) => name);
}

/** The published table must be what the tests prove. */
function check(page) {
  if (readFileSync(FILE, 'utf8') === page) return;
  console.error(`${FILE} is out of date. Run npm run conformance -- --write`);
  process.exitCode = 1;
}

function keyOf({ api, path, method, aspect, certainty, test }) {
  return [api, path, method, aspect, certainty, test].join('\n');
}

function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function tableOf(all) {
  const lines = all.map(({ api, method, path, aspect, certainty, test }) => {
    return `| ${api} | \`${method} ${path}\` | ${aspect} | ${certainty} | ${test.replaceAll('|', '\\|')} |`;
  });
  return ['| api | endpoint | aspect | certainty | test |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}
