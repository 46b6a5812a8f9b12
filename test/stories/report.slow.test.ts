import { readdir } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { reportSchema } from '../../src/plan/index.ts';
import { withHarness } from '../support/harness.ts';
import {
  acme,
  client,
  CREDENTIALS,
  documentOf,
  documentsOf,
  endpoint,
  fileOf,
  settings,
  worldOf,
} from '../support/worlds.ts';

const SPARK = '#AbC+dEfGhIjKlMnOpQrStUvWxYz0123456789/=';
const isReport = new Ajv({ strict: false }).compile(reportSchema());

const one = acme({ spendPerDay: '3000.00' });
const yen = client(2, {
  name: 'hanabi-ios',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  spendPerDay: '30000',
  config: { monthlyCostCap: 1_200_000 },
});
const clients = [one, yen];
const settled = settings({ transport: endpoint() });
const files = { ...documentsOf(clients), 'reconcile.yaml': settled };

/** Style and script have tests of their own; in a golden file they would hide the content. The digest covers a port. */
function withoutCode(page: string): string {
  return page
    .replace(/<(style|script)>[^]*?<\/\1>/g, '<$1>…</$1>')
    .replace(/sha256-[^&']*/g, 'sha256-…')
    .replace(/sha256:\w{64}/, 'sha256:…');
}

test('a page, a summary and JSON, from the reads of a plan', async () => {
  await withHarness({ files, world: worldOf(clients) }, async (harness) => {
    await harness.run('plan');
    const reads = harness.log().length;
    harness.forget();
    const saved = await harness.run('report --out report.html');
    expect(saved.exit, saved.err).toBe(0);
    expect(harness.log().length).toBe(reads);
    expect(new Set(harness.log().map(({ method }) => method))).toEqual(new Set(['GET']));
    const page = await harness.read('report.html');
    const printed = await harness.run('report --format html');
    expect(printed.out).toBe(page);
    expect((await harness.run('report --out -')).out).toBe(page);
    const json = await harness.run('report hanabi-ios --format json');
    expect(isReport(JSON.parse(json.out)), JSON.stringify(isReport.errors)).toBe(true);
    expect(JSON.parse(json.out)).toMatchObject({ format: 'reconcile-report', exitCode: 0, counts: { layers: 1 } });
    await expect(withoutCode(page)).toMatchFileSnapshot('golden/report.html');
    await expect(saved.out).toMatchFileSnapshot('golden/report.txt');
  });
});

test('if a layer cannot be read, the page begins with that, and the exit code is 1', async () => {
  const lost = client(3, { name: 'lost-ios' });
  const documents = { ...files, [fileOf(lost)]: documentOf(lost) };
  await withHarness({ files: documents, world: worldOf(clients) }, async (harness) => {
    const { exit, out, err } = await harness.run('report --out report.html');
    expect(exit).toBe(1);
    expect(out.split('\n')[0]).toMatch(/^SANDBOX · Incomplete: 1 of 3 layers could not be read\. /);
    expect(err).toContain('lost-ios');
    const page = await harness.read('report.html');
    expect(page).toContain('<h1><span class="bad">Incomplete: 1 of 3 layers could not be read. </span>');
    expect(page).toContain('Not read: lost-ios');
    const json = await harness.run('report --format json');
    expect(isReport(JSON.parse(json.out)), JSON.stringify(isReport.errors)).toBe(true);
    expect(JSON.parse(json.out)).toMatchObject({ exitCode: 1, counts: { layers: 2, unread: 1 }, unread: ['lost-ios'] });
  });
});

test('a read of the spend that fails leaves it unknown, not 0', async () => {
  await withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const fault = {
      method: 'GET',
      path: '/open_api/v1.3/report/integrated/get/',
      times: 100,
      fault: { kind: 'status', status: 500 },
    };
    expect((await harness.call('POST', '/__sandbox/faults', fault)).status).toBe(200);
    const { exit, out } = await harness.run('report');
    expect(exit).toBe(1);
    expect(out).toContain('spend unknown, cap 28,000.00 USD');
    expect(out).not.toContain('spent this month 0');
  });
});

test('the page is never written over a document, and nothing is read if it cannot be written', async () => {
  await withHarness({ files, world: worldOf(clients) }, async (harness) => {
    for (const path of ['reconcile.yaml', fileOf(one), 'layers/page.json']) {
      expect((await harness.run(`report --out ${path}`)).err).toContain('cli/usage');
    }
    expect(harness.log()).toEqual([]);
    expect(await readdir(harness.folder)).not.toContain('report.html');
    expect(await harness.read('reconcile.yaml')).toBe(settled);
  });
});

test('no page contains a secret', async () => {
  const env = { ...CREDENTIALS, SPARK_ONE: SPARK };
  const spark = [{ post: 'ugc_01J', code: '${SPARK_ONE}' }];
  const secret = { ...files, [fileOf(one)]: documentOf(one, { spark }) };
  await withHarness({ files: secret, world: worldOf(clients), env }, async (harness) => {
    const [page, json, text] = [
      (await harness.run('report --format html')).out,
      (await harness.run('report --format json')).out,
      (await harness.run('report --verbose')).out,
    ];
    expect(page).toContain('SPARK_ONE');
    expect(json).toContain('SPARK_ONE');
    for (const value of Object.values(env))
      expect([page, json, text].filter((output) => output.includes(value))).toEqual([]);
  });
});

test('a plan is saved as a page as well, at once or later, and never over an input', async () => {
  const changed = { ...files, [fileOf(one)]: documentOf(one, { monthlyCostCap: 30_000 }) };
  await withHarness({ files: changed, world: worldOf(clients) }, async (harness) => {
    expect((await harness.run('plan --html plan.html --out saved.json')).exit).toBe(0);
    const page = await harness.read('plan.html');
    expect(page).toContain('<code>28,000.00 USD</code></td><td><code>30,000.00 USD</code>');
    const shown = await harness.run('show saved.json --html shown.html');
    expect(shown.out).toContain('Plan: 1 change');
    expect(await harness.read('shown.html')).toBe(page);
    expect((await harness.run('show saved.json --html -')).out).toBe(page);
    expect((await harness.run('plan --html -')).out).toBe(page);
    await expect(withoutCode(page)).toMatchFileSnapshot('golden/plan.html');
    for (const line of [
      'show saved.json --html saved.json',
      `show saved.json --html ${fileOf(one)}`,
      `plan --html ${fileOf(one)}`,
      'plan --html same.html --out same.html',
    ]) {
      const { exit, err } = await harness.run(line);
      expect([exit, err], line).toEqual([1, expect.stringContaining('cli/usage')]);
    }
    const both = await harness.run('plan --html - --format json');
    expect(JSON.parse(both.out)).toMatchObject({ format: 'reconcile-problems', exitCode: 1 });
  });
});
