import { expect, test } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { client, CREDENTIALS, worldOf } from '../support/worlds.ts';

const REAL = {
  env: { ...CREDENTIALS, LAYERS_API_URL: 'https://api.layers.com', TIKTOK_API_URL: 'https://business-api.tiktok.com' },
};
const FILE = 'layers/acme-ios.yaml';

/** A repository that `init` made without credentials. */
const afterInit = (mode: string, play: (harness: StoryHarness) => Promise<void>): Promise<void> =>
  withHarness({ world: worldOf([client(1)]) }, async (harness) => {
    const none = { env: { LAYERS_API_KEY: '', TIKTOK_ACCESS_TOKEN: '' } };
    expect((await harness.run(`init --yes --name acme-ios --mode ${mode}`, none)).exit).toBe(0);
    await play(harness);
  });

test('init leaves placeholders: validate warns, a sandbox plans them, and the real APIs never see them', async () => {
  await afterInit('byo', async (harness) => {
    const validated = await harness.run('validate');
    expect([validated.exit, validated.out]).toEqual([0, '1 layer document is valid (1 file).\n']);
    for (const at of [`${FILE}:5:10`, `${FILE}:12:14`]) expect(validated.err).toContain(`${at}  document/placeholder`);
    expect(validated.err).toContain('2 warnings.');
    const { valid, warnings } = JSON.parse((await harness.run('validate --format json')).out);
    expect(valid, 'a warning makes no document invalid').toBe(true);
    expect(warnings.map(({ code }: { readonly code: string }) => code)).toEqual([
      'document/placeholder',
      'document/placeholder',
    ]);
    expect((await harness.run('plan --sandbox')).exit).toBe(0);
    for (const line of [
      'plan',
      'drift',
      'apply --auto-approve',
      'confirm acme-ios',
      'verify',
      'report',
      'todo',
      'explain acme-ios adAccountId',
      'events --seen',
      'connect acme-ios',
    ]) {
      const { exit, out, err } = await harness.run(line, REAL);
      expect([line, exit, out], err).toEqual([line, 1, '']);
      expect(err.match(/document\/placeholder/g), line).toHaveLength(2);
      expect(err).toContain(`${FILE}:5:10  document/placeholder`);
    }
    // Also a document that it would update: its project and its account are in the requests.
    const imported = await harness.run('import acme-ios', REAL);
    expect(imported.exit).toBe(1);
    expect(imported.out).toBe('Incomplete: 1 of 1 layer could not be imported. Nothing to import.\n');
    expect(imported.err.match(/document\/placeholder/g)).toHaveLength(2);
    expect(imported.err, 'no request was tried').not.toContain('api/');
    expect(harness.log()).toEqual([]);
    await harness.run('plan', REAL);
    await expect(harness.transcript().split('\n\n$ ').at(-1)).toMatchFileSnapshot('golden/placeholders.txt');
  });
});

test('the Business Center of the agency mode is a placeholder, too', async () => {
  await afterInit('agency', async (harness) => {
    const { err } = await harness.run('plan', REAL);
    expect(err.match(/document\/placeholder/g)).toHaveLength(3);
    expect(err).toContain('tiktokBusinessId');
  });
});

test('an ad account that is not known yet: the first plan is one of a sandbox, also with credentials', async () => {
  const one = client(1, { inProject: { adAccounts: [] } });
  await withHarness({ world: worldOf([one]) }, async (harness) => {
    const { exit, out } = await harness.run('init --yes');
    expect(exit).toBe(0);
    expect(await harness.read('layers/client-1.yaml')).toContain(`project: ${one.project}`);
    expect(out).toContain('See the effect of each edit without credentials: reconcile plan --sandbox');
  });
});
