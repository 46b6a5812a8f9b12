import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onStage, type StoryStage } from '../support/stage.ts';
import { acme, copied, CREDENTIALS, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const SPARK = '#AbC+dEfGhIjKlMnOpQrStUvWxYz0123456789/=';
/** Also one that the settings name, whatever it is called, and one that is nobody's business. */
const ENV = {
  ...CREDENTIALS,
  ACME_KEY: CREDENTIALS.LAYERS_API_KEY,
  ACME_TIKTOK: CREDENTIALS.TIKTOK_ACCESS_TOKEN,
  SPARK_ONE: SPARK,
  GITHUB_TOKEN: 'ghp_0123456789abcdefghijABCDEFGHIJ012345',
};
const live = acme();
const file = fileOf(live);
const wish = { monthlyCostCap: 30000, spark: [{ post: 'ugc_01J', code: '${SPARK_ONE}' }] };

test.each(['documented', 'endpoint'])('no value of a secret is in anything that is left behind: %s', async (kind) => {
  const credentials = [{ match: 'layers/**', layers: 'ACME_KEY', tiktok: 'ACME_TIKTOK' }];
  const transport = kind === 'endpoint' ? endpoint() : { kind: 'documented' };
  const files = { [file]: documentOf(live, wish), 'reconcile.yaml': settings({ transport, credentials }) };
  await onStage({ files, world: worldOf([live]), env: ENV }, async (stage) => {
    for (const format of ['text', 'json']) {
      await stage.run(`validate --format ${format}`);
      await stage.run(`confirm acme-ios --json - --format ${format}`, { input: copied(live.config) });
      await stage.run(`plan --format ${format} --out acme.plan.json`);
      await stage.run('show acme.plan.json --format markdown');
      await stage.run('plan --format markdown');
      await stage.run(`apply acme.plan.json --auto-approve --format ${format}`);
      await stage.run(`drift --format ${format}`);
      await stage.run(`confirm acme-ios --format ${format}`);
    }
    const refused = await stage.run('plan', { env: { ACME_KEY: `${CREDENTIALS.LAYERS_API_KEY}-old` } });
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('api/unauthenticated');
    // Somebody writes the values themselves into a document and into the settings.
    await stage.edit(file, '${SPARK_ONE}', `'${SPARK}'`);
    expect((await stage.run('validate')).exit).toBe(1);
    await stage.write(file, documentOf(live, { note: ENV.ACME_KEY }));
    expect((await stage.run('plan')).exit).toBe(1);
    await stage.write('reconcile.yaml', `costCapUnit: ${ENV.GITHUB_TOKEN}\n`);
    expect((await stage.run('plan')).exit).toBe(1);
    await stage.write(file, '');
    await stage.write('reconcile.yaml', '');

    // TikTok is told the Spark code, and nobody else.
    const log = stage.log().filter(({ path }) => !path.startsWith('/open_api/v1.3/tt_video/authorize/'));
    const left = [stage.transcript(), JSON.stringify(log), ...(await filesIn(stage)), ledgers(stage)];
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
async function filesIn(stage: StoryStage): Promise<readonly string[]> {
  const found = await readdir(stage.folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (stage.log().some(({ path, method }) => method === 'PATCH' && path.endsWith('/config')))
    expect(files.some((path) => path.includes('journal-'))).toBe(true);
  return Promise.all(files.map((path) => readFile(path, 'utf8')));
}

function ledgers(stage: StoryStage): string {
  return JSON.stringify(stage.world().layers.projects.map(({ metadata }) => metadata));
}
