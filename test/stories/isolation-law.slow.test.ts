import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { gitIn, withGit } from '../support/repository.ts';
import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const clients = Array.from({ length: 60 }, (_, n) => client(n + 1));
const inSettings = { 'reconcile.yaml': settings({ transport: endpoint() }) };

test('one broken document among 60: the other 59 are planned', async () => {
  const [first, second] = clients;
  if (first === undefined || second === undefined) throw new Error('There are 60 clients.');
  const files = {
    ...documentsOf(clients),
    ...inSettings,
    [fileOf(first)]: documentOf(first, { monthlyCostCap: 30000 }),
    [fileOf(second)]: 'name: [\n',
  };
  await withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const { exit, out, err } = await harness.run('plan');
    expect([exit, err.match(/document\/syntax/g)]).toEqual([1, ['document/syntax']]);
    expect(out).toMatch(/^SANDBOX · Incomplete: 1 of 60 layers could not be read\. Plan: 1 change in 1 layer/);
    const plan = await planned(harness);
    expect(plan.layers).toHaveLength(59);
    expect((await harness.run(`apply ${fileOf(first)} --auto-approve`)).exit).toBe(0);
  });
});

/** Ways to break a document: its name stays readable in some. */
const MISTAKES = ['name: [\n', 'capx: 5\n', '', 'extends: none.yaml\n'] as const;

test('law: the plan of the others is the plan of a repository without the broken documents', async () => {
  const some = clients.slice(0, 6);
  // With all layers changed, `share` would refuse: its total is the only thing that may differ.
  const loose = settings({ transport: endpoint(), policies: { share: { percent: 100, above: 5 } } });
  const anyMistakes = fc.array(fc.constantFrom(undefined, undefined, ...MISTAKES), { minLength: 6, maxLength: 6 });
  await withHarness({ files: { 'reconcile.yaml': loose }, world: worldOf(some) }, async (harness) => {
    const plansOf = async (texts: readonly (readonly [string, string])[]): Promise<Plan> => {
      await rm(join(harness.folder, 'layers'), { recursive: true, force: true });
      for (const [path, text] of texts) await harness.write(path, text);
      return planned(harness);
    };
    await fc.assert(
      fc.asyncProperty(anyMistakes, async (mistakes) => {
        fc.pre(mistakes.includes(undefined));
        const whole = some.map((one, n): [string, string] => [
          fileOf(one),
          mistakes[n] ?? documentOf(one, { objectives: ['app_installs'] }),
        ]);
        const beside = await plansOf(whole);
        const alone = await plansOf(whole.filter((_, n) => mistakes[n] === undefined));
        expect(beside.unread).toHaveLength(mistakes.filter((mistake) => mistake !== undefined).length);
        expect({ ...beside, ...MAY_DIFFER }).toEqual({ ...alone, ...MAY_DIFFER });
      }),
      { numRuns: 15 },
    );
  });
});

const MAY_DIFFER = { unread: [], problems: [], checksum: '', exitCode: 0, counts: {} };

async function planned(harness: StoryHarness): Promise<Plan> {
  return JSON.parse((await harness.run('plan --format json')).out) as Plan;
}

const BROKEN = 'name: [\n';
const [one, second, third] = [acme(), client(2), client(3)];
const world = worldOf([one, second, third]);
const firstLine = (text: string) => text.split('\n')[0];

test('a document that breaks after the base is not removed', async () => {
  await withHarness({ files: { ...documentsOf([one, second, third]), ...inSettings }, world }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    git.commit('base');
    await harness.write(fileOf(second), BROKEN);
    await harness.write(fileOf(third), documentOf(third, { capx: 5 }));
    const json = JSON.parse((await harness.run('plan --base HEAD --format json', withGit)).out);
    expect(json).toMatchObject({ removed: [], unread: [third.name, fileOf(second)] });
  });
});

describe('a document that is broken at the base', () => {
  const atBase = { ...documentsOf([one, second, third]), ...inSettings, [fileOf(second)]: BROKEN };

  test('stops only its layer, also once it is fixed: what it protected is unknown', async () => {
    await withHarness({ files: atBase, world }, async (harness) => {
      const git = gitIn(harness);
      git.init();
      git.commit('base');
      await harness.write(fileOf(one), documentOf(one, { monthlyCostCap: 30000 }));
      for (const text of [BROKEN, documentOf(second)]) {
        await harness.write(fileOf(second), text);
        const { exit, out } = await harness.run('plan --base HEAD', withGit);
        expect(exit).toBe(1);
        expect(firstLine(out)).toContain('Incomplete: 1 of 3 layers could not be read. Plan: 1 change in 1 layer');
      }
      const { err } = await harness.run('plan --base HEAD', withGit);
      expect(err).toContain(`The documents at HEAD are not valid (${fileOf(second)}:2:`);
    });
  });

  test.each([
    { name: 'removed', to: undefined },
    { name: 'moved', to: 'layers/moved.yaml' },
  ])('stops everything if it is $name: it could be any layer', async ({ to }) => {
    await withHarness({ files: atBase, world }, async (harness) => {
      const git = gitIn(harness);
      git.init();
      git.commit('base');
      git.git('rm', '--quiet', fileOf(second));
      if (to !== undefined) await harness.write(to, documentOf(second));
      const { exit, out, err } = await harness.run('plan --base HEAD', withGit);
      expect([exit, out, err]).toEqual([1, '', expect.stringContaining('base/invalid')]);
    });
  });

  test('stops a document that takes the place of a valid one', async () => {
    await withHarness({ files: atBase, world }, async (harness) => {
      const git = gitIn(harness);
      git.init();
      git.commit('base');
      await harness.write(fileOf(third), documentOf(second));
      const json = JSON.parse((await harness.run('plan --base HEAD --format json', withGit)).out);
      expect(json).toMatchObject({ layers: [{ name: one.name }], unread: [second.name, fileOf(second)] });
    });
  });
});
