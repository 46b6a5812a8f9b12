import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { gitIn, withGit } from '../support/repository.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme();
const other = client(2);
const world = worldOf([one, other]);

async function planned(harness: StoryHarness, line: string): Promise<Plan> {
  return JSON.parse((await harness.run(`${line} --format json`, withGit)).out) as Plan;
}

describe('a path narrows which layers are planned, not which rules apply', () => {
  test.each([
    { policy: 'cap-total', subject: 'USD', policies: { 'cap-total': { amount: '57000 USD' } } },
    { policy: 'share', subject: 'all', policies: { share: { percent: 10, above: 1 } } },
  ])('$policy counts layers that no path names', async ({ policy, subject, policies }) => {
    const files = {
      ...documentsOf([one, other]),
      [fileOf(one)]: documentOf(one, { monthlyCostCap: 30000 }),
      'reconcile.yaml': settings({ transport: endpoint(), policies }),
    };
    await withHarness({ files, world }, async (harness) => {
      const part = await planned(harness, `plan ${fileOf(one)}`);
      expect(part.layers.map(({ name }) => name)).toEqual([one.name]);
      for (const { refusals } of [part, await planned(harness, 'plan')])
        expect(refusals).toMatchObject([{ policy, subject }]);
      harness.forget();
      expect((await harness.run(`apply ${fileOf(one)} --auto-approve`)).exit).toBe(4);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('a second document for the same account is reported for either path', async () => {
    const twin = 'layers/a-twin.yaml';
    const files = {
      [fileOf(one)]: documentOf(one),
      [twin]: documentOf({ ...one, name: 'twin' }),
      'reconcile.yaml': settings(),
    };
    await withHarness({ files, world }, async (harness) => {
      for (const named of [twin, fileOf(one)]) {
        for (const command of ['validate', 'plan', 'apply --auto-approve']) {
          const { exit, err } = await harness.run(`${command} ${named}`);
          expect([exit, err], command).toEqual([1, expect.stringMatching(/duplicate-project[^]*duplicate-account/)]);
          expect(err).toContain(`${named}:`);
        }
      }
      expect(harness.log()).toEqual([]);
    });
  });

  test('problems elsewhere do not change the exit code; a note counts them', async () => {
    const files = {
      [fileOf(one)]: documentOf(one, { monthlyCostCap: 30000 }),
      [fileOf(other)]: 'template: tiktok-ads\n',
      'reconcile.yaml': settings({ transport: endpoint() }),
    };
    await withHarness({ files, world }, async (harness) => {
      expect(await harness.run(`validate ${fileOf(one)}`)).toMatchObject({
        exit: 0,
        out: '1 layer document is valid (1 file).\n',
      });
      const { exit, out, err } = await harness.run(`apply ${fileOf(one)} --auto-approve`);
      expect([exit, err]).toEqual([0, expect.stringContaining(`1 other document is invalid: ${fileOf(other)}.`)]);
      expect(out, 'the apply covers one document').not.toContain('Incomplete');
      expect((await harness.run(`plan ${fileOf(one)} --detailed-exitcode`)).exit).toBe(0);
      expect((await harness.run(`plan ${fileOf(other)}`)).exit).toBe(1);
      expect((await harness.run(`validate ${fileOf(other)}`)).exit).toBe(1);
    });
  });

  test('with a base the others are neither missing nor removed', async () => {
    const files = {
      ...documentsOf([one]),
      [fileOf(other)]: documentOf(other, { protected: true }),
      'reconcile.yaml': settings({ transport: endpoint() }),
    };
    await withHarness({ files, world }, async (harness) => {
      const git = gitIn(harness);
      git.init();
      git.commit('base');
      const plan = await planned(harness, `plan --base HEAD ${fileOf(one)}`);
      expect(plan).toMatchObject({ removed: [], refusals: [], skipped: [] });
      git.git('rm', '--quiet', fileOf(other));
      const without = await planned(harness, `plan --base HEAD ${fileOf(one)}`);
      expect(without.removed.map(({ name }) => name)).toEqual([other.name]);
    });
  });
});

test('-C runs a command as if started in that folder', async () => {
  const documents = Object.entries(documentsOf([one, other])).map(([path, text]) => [`agency/${path}`, text]);
  const files = { ...Object.fromEntries(documents), 'agency/reconcile.yaml': settings() };
  await withHarness({ files, world }, async (harness) => {
    const here = await harness.run('validate');
    const there = await harness.run('-C agency validate');
    expect([there.exit, there.out]).toEqual([0, '2 layer documents are valid (2 files).\n']);
    expect(here.exit).toBe(1);
  });
});
