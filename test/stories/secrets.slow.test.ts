import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, copied, CREDENTIALS, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const SPARK = '#AbC+dEfGhIjKlMnOpQrStUvWxYz0123456789/=';
/** Also one that the settings name, with any name, and an unrelated one. */
const ENV = {
  ...CREDENTIALS,
  ACME_KEY: CREDENTIALS.LAYERS_API_KEY,
  ACME_TIKTOK: CREDENTIALS.TIKTOK_ACCESS_TOKEN,
  SPARK_ONE: SPARK,
  GITHUB_TOKEN: 'ghp_0123456789abcdefghijABCDEFGHIJ012345',
};
const live = acme();
const file = fileOf(live);
const desired = { monthlyCostCap: 30000, spark: [{ post: 'ugc_01J', code: '${SPARK_ONE}' }] };

test.each(['documented', 'endpoint'])('no value of a secret is in anything that is left behind: %s', async (kind) => {
  const credentials = [{ match: 'layers/**', layers: 'ACME_KEY', tiktok: 'ACME_TIKTOK' }];
  const transport = kind === 'endpoint' ? endpoint() : { kind: 'documented' };
  const files = { [file]: documentOf(live, desired), 'reconcile.yaml': settings({ transport, credentials }) };
  await withHarness({ files, world: worldOf([live]), env: ENV }, async (harness) => {
    for (const format of ['text', 'json']) {
      await harness.run(`validate --format ${format}`);
      await harness.run(`confirm acme-ios --json - --format ${format}`, { input: copied(live.config) });
      await harness.run(`plan --format ${format} --out acme.plan.json`);
      await harness.run('show acme.plan.json --format markdown');
      await harness.run('plan --format markdown');
      await harness.run('show acme.plan.json --html plan.html');
      await harness.run('plan --shard 1/1 --out shard.json');
      await harness.run(`show --merge shard.json --out merged.json --format ${format}`);
      await harness.run(`report --out report.html --format ${format}`);
      await harness.run(`apply acme.plan.json --auto-approve --format ${format}`);
      await harness.run(`drift --format ${format}`);
      await harness.run(`verify --format ${format}`);
      await harness.run(`events --seen --format ${format}`);
      expect((await harness.run(`doctor --format ${format}`)).exit).toBe(0);
      expect((await harness.run(`explain acme-ios spark --format ${format}`)).exit).toBe(0);
      await harness.run(`confirm acme-ios --format ${format}`);
    }
    const refused = await harness.run('plan', { env: { ACME_KEY: `${CREDENTIALS.LAYERS_API_KEY}-old` } });
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('api/unauthenticated');
    // The values themselves are in a document and in the settings.
    await harness.edit(file, '${SPARK_ONE}', `'${SPARK}'`);
    expect((await harness.run('validate')).exit).toBe(1);
    await harness.write(file, documentOf(live, { note: ENV.ACME_KEY }));
    expect((await harness.run('plan')).exit).toBe(1);
    await harness.write('reconcile.yaml', `costCapUnit: ${ENV.GITHUB_TOKEN}\n`);
    expect((await harness.run('plan')).exit).toBe(1);
    await harness.write(file, '');
    await harness.write('reconcile.yaml', '');

    // Only TikTok receives the Spark code.
    const log = harness.log().filter(({ path }) => !path.startsWith('/open_api/v1.3/tt_video/authorize/'));
    const left = [harness.transcript(), JSON.stringify(log), ...(await filesIn(harness)), ledgers(harness)];
    expect(
      left.some((text) => text.includes('monthlyCostCap')),
      'something is looked at',
    ).toBe(true);
    for (const [name, secret] of Object.entries(ENV)) {
      expect(
        left.filter((text) => text.includes(secret)),
        name,
      ).toEqual([]);
    }
  });
});

/** Every file of the repository and below: saved plans and journals among them. */
async function filesIn(harness: StoryHarness): Promise<readonly string[]> {
  const found = await readdir(harness.folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (harness.log().some(({ path, method }) => method === 'PATCH' && path.endsWith('/config')))
    expect(files.some((path) => path.includes('journal-'))).toBe(true);
  return Promise.all(files.map((path) => readFile(path, 'utf8')));
}

function ledgers(harness: StoryHarness): string {
  return JSON.stringify(harness.world().layers.projects.map(({ metadata }) => metadata));
}
