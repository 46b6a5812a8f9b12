import { describe, expect, test } from 'vitest';
import { demoWorld } from '../../src/operations/index.ts';
import { worldFrom } from '../../src/sandbox/index.ts';
import { type HarnessOptions, type StoryHarness, withHarness } from '../support/harness.ts';
import { gitIn, withGit } from '../support/repository.ts';
import { acme, client, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const [one, second] = [acme(), client(2)];
const everything = documentOf(one, {
  monthlyCostCap: '28000 EUR',
  capEnforcement: 'tiktok',
  layer: 'lyr_everything',
  app: 'app_8ffb9410eb0eb848264f8a65',
  spark: [{ post: 'ugc_01J0000000000000000000001', item: '7301000000000000001', code: '${SPARK_ACME_1}' }],
  sharing: { identities: ['7000000000000000001'] },
  pin: { advertiser: { name: 'Acme iOS', currency: 'EUR', timezone: 'Europe/Berlin' } },
  protected: true,
  state: 'active',
  capi: { event_map: { level_complete: 'CompleteRegistration' } },
});

/** A repository without a world file. The sandbox of the harness gets no request. */
async function inRepository(
  options: Pick<HarnessOptions, 'from' | 'files'>,
  play: (harness: StoryHarness, git: ReturnType<typeof gitIn>) => Promise<void>,
): Promise<void> {
  await withHarness({ ...options, world: worldOf([]) }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    await play(harness, git);
    expect(harness.log()).toEqual([]);
  });
}

const committed = { [fileOf(one)]: documentOf(one), [fileOf(second)]: documentOf(second) };
const withSettings = { ...committed, 'reconcile.yaml': settings() };

describe('plan --sandbox without a world file', () => {
  test.each([
    { name: 'two layers', files: withSettings },
    { name: 'every field', files: { [fileOf(one)]: everything, 'reconcile.yaml': settings() } },
    {
      name: 'agency mode with the Business Center of Layers',
      files: {
        [fileOf(one)]: documentOf(one, { mode: 'agency' }),
        'reconcile.yaml': settings({ layersBusinessId: '7999999999999999999', transport: endpoint() }),
      },
    },
    { name: 'no settings', files: committed },
  ])('shows no change if the documents are committed: $name', async ({ files }) => {
    await inRepository({ files }, async (harness, git) => {
      git.commit('base');
      const { exit, out, err } = await harness.run('plan --sandbox --detailed-exitcode', withGit);
      expect([exit, err], out).toEqual([0, '']);
      expect(out).toMatch(/^SANDBOX · No changes: /);
    });
  });

  test('shows what the working tree changes', async () => {
    await inRepository({ files: withSettings }, async (harness, git) => {
      git.commit('base');
      await harness.edit(fileOf(one), 'monthlyCostCap: 28000', 'monthlyCostCap: 30000');
      await harness.write(fileOf(second), 'name: [\n');
      const { exit, out } = await harness.run('plan --sandbox', withGit);
      expect(exit).toBe(1);
      expect(out).toContain('Incomplete: 1 of 2 layers could not be read. Plan: 1 change in 1 layer');
      expect(out).toContain('28,000.00 USD (recorded) → 30,000.00 USD');
      const drift = await harness.run(`drift ${fileOf(one)} --sandbox`, withGit);
      expect(drift.out).toContain('Not applied yet');
    });
  });

  test('installs what is not committed', async () => {
    await inRepository({ files: withSettings }, async (harness, git) => {
      expect((await harness.run('plan --sandbox', withGit)).out).toContain('2 layers: acme-ios, client-2\n    install');
      git.git('add', fileOf(one), 'reconcile.yaml');
      git.git('commit', '--quiet', '--message', 'one');
      const { exit, out } = await harness.run('plan --sandbox', withGit);
      expect(exit).toBe(0);
      expect(out).toMatch(/Changes\n {2}client-2 .*\n {4}install/);
    });
  });

  test('names the missing document', async () => {
    await inRepository({}, async (harness) => {
      const { exit, err } = await harness.run('plan --sandbox', withGit);
      expect([exit, err]).toEqual([1, expect.stringContaining('No layer document was found')]);
    });
  });
});

test('the demo world is a world', () => {
  expect(worldFrom(demoWorld())).toMatchObject({ world: { layers: { projects: [{ name: 'acme-ios' }] } } });
});
