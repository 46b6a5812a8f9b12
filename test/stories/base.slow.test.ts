import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.ts';
import { gitIn, withGit } from '../support/repository.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const ours = acme();
const theirs = client(2);
const clients = [ours, theirs];

/** Two layers under reconcile that match their documents; the first commit is the base. */
function onBase(play: (harness: StoryHarness, git: ReturnType<typeof gitIn>) => Promise<void>): Promise<void> {
  const files = { ...documentsOf(clients), 'reconcile.yaml': settings({ transport: endpoint() }) };
  return withHarness({ files, world: worldOf(clients) }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    git.commit('base');
    await play(harness, git);
  });
}

async function planned(harness: StoryHarness, line: string): Promise<Plan> {
  return JSON.parse((await harness.run(`${line} --format json`, withGit)).out) as Plan;
}

/** A person edits in the dashboard. */
function clicks(harness: StoryHarness, one: typeof ours, config: Record<string, unknown>): Promise<Response> {
  return harness.call('POST', '/__sandbox/people/paste', { project: one.project, json: { ...one.config, ...config } });
}

describe('a plan against a base keeps three things apart', () => {
  test('your change, a live edit that it would overwrite, and drift that was there already', async () => {
    await onBase(async (harness) => {
      await clicks(harness, ours, { monthlyCostCap: 27000, objectives: ['app_installs'] });
      await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
      const { exit } = await harness.run('plan --base HEAD', withGit);
      expect(exit).toBe(0);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/base-three-ways.txt');
      const plan = await planned(harness, 'plan --base HEAD');
      const [layer] = plan.layers;
      expect(layer?.changes.map(({ kind }) => kind)).toEqual(['cost-cap']);
      expect(layer?.overwrites.map(({ path, base }) => [path, base])).toEqual([['monthlyCostCap', 28000]]);
      expect(layer?.drift.map(({ path }) => path)).toEqual(['objectives']);
    });
  });

  test('an apply leaves the drift alone, and --fix-drift does not', async () => {
    await onBase(async (harness) => {
      await clicks(harness, ours, { objectives: ['app_installs'] });
      await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
      expect((await harness.run('apply --base HEAD --auto-approve', withGit)).exit).toBe(0);
      const live = () => harness.world().layers.projects[0]?.layers[0]?.config;
      expect(live()).toMatchObject({ monthlyCostCap: 30000, objectives: ['app_installs'] });
      expect((await harness.run('apply --base HEAD --fix-drift --auto-approve', withGit)).exit).toBe(0);
      expect(live()).toMatchObject({ objectives: ['app_installs', 'video_view'] });
    });
  });

  test('a saved plan is applied against the base that it was made with', async () => {
    await onBase(async (harness, git) => {
      await clicks(harness, ours, { objectives: ['app_installs'] });
      await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
      await harness.run('plan --base HEAD --out saved.json', withGit);
      git.commit('merged');
      expect((await harness.run('apply saved.json --auto-approve', withGit)).exit).toBe(0);
      expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({
        monthlyCostCap: 30000,
        objectives: ['app_installs'],
      });
    });
  });
});

test('layers that the diff leaves alone are neither recorded as applied nor in the undo documents', async () => {
  const files = { [fileOf(ours)]: documentOf(ours, { state: 'active' }), 'reconcile.yaml': settings() };
  await withHarness({ files, world: worldOf([ours]) }, async (harness) => {
    const git = gitIn(harness);
    git.init();
    git.commit('base');
    await harness.edit(fileOf(ours), 'enabled: true', 'enabled: false');
    // No API returns cap, objectives or state here, and they were never stated.
    expect((await harness.run('apply --base HEAD --auto-approve --undo-dir back', withGit)).exit).toBe(0);
    const left = await planned(harness, 'plan');
    const kinds = left.layers[0]?.changes.map(({ kind }) => kind);
    expect(kinds).toEqual(['adopt', 'binding', 'pixel', 'objectives', 'cost-cap', 'state']);
    expect(left.refusals, 'the entry of this apply does not adopt the layer').toEqual([]);
    const back = await harness.read(`back/${fileOf(ours)}`);
    expect(back).toContain('enabled: true');
    expect(back).not.toContain('28000\n');
  });
});

test('the undo documents leave out live edits that the diff left alone', async () => {
  await onBase(async (harness) => {
    await clicks(harness, ours, { objectives: ['app_installs'] });
    await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
    expect((await harness.run('apply --base HEAD --auto-approve --undo-dir back', withGit)).exit).toBe(0);
    expect((await harness.run('apply back --auto-approve')).exit).toBe(0);
    const live = harness.world().layers.projects[0]?.layers[0]?.config;
    expect(live).toMatchObject({ monthlyCostCap: 28000, objectives: ['app_installs'] });
  });
});

test('a renamed document is the same layer', async () => {
  await onBase(async (harness, git) => {
    git.git('mv', fileOf(ours), 'layers/acme-iphone.yaml');
    await harness.write(
      'layers/acme-iphone.yaml',
      documentOf({ ...ours, name: 'acme-iphone' }, { monthlyCostCap: 30000 }),
    );
    const { exit } = await harness.run('plan --base HEAD', withGit);
    expect(exit).toBe(0);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/base-renamed.txt');
    await harness.run('apply --base HEAD --auto-approve', withGit);
    expect((await planned(harness, 'plan')).layers.flatMap(({ changes }) => changes)).toEqual([]);
  });
});

test('a removed document stays live, and nothing is written', async () => {
  await onBase(async (harness, git) => {
    git.git('rm', '--quiet', fileOf(theirs));
    await harness.run('plan --base HEAD', withGit);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/base-removed.txt');
    const plan = await planned(harness, 'plan --base HEAD');
    expect(plan.removed.map(({ name }) => name)).toEqual([theirs.name]);
    await harness.run('apply --base HEAD --auto-approve', withGit);
    expect(harness.writes()).toEqual([]);
  });
});

test('removing a protection still needs permission', async () => {
  await onBase(async (harness, git) => {
    await harness.write(fileOf(ours), documentOf(ours, { protected: true }));
    git.commit('protect');
    await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 29000 }));
    expect((await harness.run('plan', withGit)).exit).toBe(0);
    const guarded = await harness.run('plan --base HEAD', withGit);
    expect(guarded.exit).toBe(4);
    expect(guarded.out).toContain('--allow protected=acme-ios');
    git.git('checkout', '--quiet', '--', '.');
    git.git('rm', '--quiet', fileOf(ours));
    expect((await harness.run('plan --base HEAD', withGit)).exit).toBe(4);
  });
});

describe('a pull request does not loosen its own rules', () => {
  test('credentials, origins, transport and unit are the base’s, and of two policies the stricter holds', async () => {
    await onBase(async (harness, git) => {
      await harness.write(
        'reconcile.yaml',
        settings({ transport: endpoint(), policies: { 'cap-max': { amount: '29000 USD' } } }),
      );
      git.commit('limits');
      await harness.write(
        'reconcile.yaml',
        settings({
          costCapUnit: 'minor',
          transport: endpoint('replace'),
          credentials: [{ match: '**', layers: 'STOLEN_KEY', tiktok: 'STOLEN_TOKEN' }],
          policies: { 'cap-max': { amount: '90000 USD' }, 'cap-increase': { percent: 900 } },
        }),
      );
      await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
      const plan = await planned(harness, 'plan --base HEAD');
      expect(plan.costCapUnit).toBe('major');
      expect(plan.refusals.map(({ policy }) => policy)).toEqual(['cap-max']);
      expect(plan.ignored.map((text) => text.split(':')[0])).toEqual([
        'credentials',
        'transport',
        'costCapUnit',
        'cap-max',
        'cap-increase.percent',
      ]);
    });
  });

  test('a stricter policy of its own counts', async () => {
    await onBase(async (harness) => {
      await harness.write(
        'reconcile.yaml',
        settings({ transport: endpoint(), policies: { 'cap-increase': { percent: 1 } } }),
      );
      await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
      const plan = await planned(harness, 'plan --base HEAD');
      expect(plan.refusals.map(({ policy }) => policy)).toEqual(['cap-increase']);
      expect(plan.ignored).toEqual([]);
    });
  });

  test('an origin of its own is sent nothing', async () => {
    await onBase(async (harness, git) => {
      const heard: string[] = [];
      const thief = createServer((request, response) => {
        heard.push(`${request.method} ${request.url}`);
        response.end('{}');
      });
      await new Promise<void>((done) => void thief.listen(0, '127.0.0.1', done));
      const elsewhere = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`;
      const origins = (layers: string) => settings({ transport: endpoint(), origins: { layers } });
      const env = { LAYERS_API_URL: undefined };
      try {
        await harness.write('reconcile.yaml', origins(harness.sandbox.origin));
        git.commit('origins');
        await harness.write('reconcile.yaml', origins(elsewhere));
        const { exit, out } = await harness.run('plan --base HEAD', { ...withGit, env });
        expect([exit, heard]).toEqual([0, []]);
        expect(out).toContain('origins.layers');
        // Without a base the settings apply: the foreign host receives requests.
        await harness.run('plan', { ...withGit, env });
        expect(heard.length).toBeGreaterThan(0);
      } finally {
        await new Promise((done) => thief.close(done));
      }
    });
  });
});

describe('--changed plans only layers that the diff can affect', () => {
  test('one document', async () => {
    await onBase(async (harness) => {
      await harness.write(fileOf(ours), `# only a comment\n${documentOf(ours)}`);
      await harness.write(fileOf(theirs), documentOf(theirs, { monthlyCostCap: 29000 }));
      const plan = await planned(harness, 'plan --base HEAD --changed HEAD');
      expect(plan.layers.map(({ name }) => name)).toEqual([theirs.name]);
      expect(plan.skipped).toEqual([ours.name]);
      expect(harness.log().some(({ path }) => path.includes(ours.project))).toBe(false);
    });
  });

  test('a fragment affects all that extend it', async () => {
    await onBase(async (harness, git) => {
      await harness.write('defaults/all.yaml', 'state: active\n');
      for (const one of clients) await harness.write(fileOf(one), `extends: ../defaults/all.yaml\n${documentOf(one)}`);
      git.commit('share');
      await harness.write('defaults/all.yaml', 'state: paused\n');
      expect((await planned(harness, 'plan --base HEAD --changed HEAD')).skipped).toEqual([]);
    });
  });

  test('a policy affects all', async () => {
    await onBase(async (harness) => {
      await harness.write(
        'reconcile.yaml',
        settings({ transport: endpoint(), policies: { 'cap-max': { amount: '1 USD' } } }),
      );
      expect((await planned(harness, 'plan --base HEAD --changed HEAD')).skipped).toEqual([]);
    });
  });
});

describe('a base that cannot be had is explained', () => {
  test('a commit that git does not know', async () => {
    await onBase(async (harness) => {
      const { exit, err } = await harness.run('plan --base no-such-branch', withGit);
      expect(exit).toBe(1);
      expect(err).toContain('base/unknown');
    });
  });

  test('a ref that git would parse as an option', async () => {
    await onBase(async (harness) => {
      const { exit, err } = await harness.run('plan --base=--help', withGit);
      expect([exit, err.includes('looks like an option')]).toEqual([1, true]);
    });
  });

  test('a shallow clone', async () => {
    await onBase(async (harness, git) => {
      git.commit('second');
      git.git('clone', '--quiet', '--depth', '1', `file://${harness.folder}`, 'shallow');
      const { exit, err } = await harness.run(
        'plan shallow/layers --config shallow/reconcile.yaml --base HEAD~1',
        withGit,
      );
      expect(exit).toBe(1);
      expect(err).toContain('shallow');
      expect(err).toContain('fetch-depth: 2');
    });
  });

  test('no repository', async () => {
    const files = { ...documentsOf(clients), 'reconcile.yaml': settings() };
    await withHarness({ files, world: worldOf(clients) }, async (harness) => {
      expect((await harness.run('plan --base HEAD', withGit)).err).toContain('base/no-repository');
    });
  });

  test('documents at the base that are not valid', async () => {
    await onBase(async (harness, git) => {
      await harness.write(fileOf(theirs), 'name: broken\n');
      git.commit('broken');
      await harness.write(fileOf(theirs), documentOf(theirs));
      expect((await harness.run('plan --base HEAD', withGit)).err).toContain('base/invalid');
    });
  });

  test('a base without settings: the unit and the policies of the diff are used, but not its transport', async () => {
    await withHarness({ files: { 'README.md': 'nothing yet' }, world: worldOf(clients) }, async (harness) => {
      const git = gitIn(harness);
      git.init();
      git.commit('empty');
      const policies = { 'cap-increase': { percent: 60 } };
      await harness.write('reconcile.yaml', settings({ policies, transport: endpoint() }));
      for (const one of clients) await harness.write(fileOf(one), documentOf(one));
      const plan = await planned(harness, 'plan --base HEAD');
      expect(plan).toMatchObject({ costCapUnit: 'major', transport: { kind: 'documented' } });
      expect(plan.introduced).toHaveLength(2);
      expect(plan.ignored.join()).toMatch(/^transport: /);
    });
  });

  test('a base without documents: all are new', async () => {
    await withHarness({ files: { 'README.md': 'nothing yet' }, world: worldOf(clients) }, async (harness) => {
      const git = gitIn(harness);
      git.init();
      git.commit('empty');
      for (const one of clients) await harness.write(fileOf(one), documentOf(one));
      const plan = await planned(harness, 'plan --base HEAD');
      const kinds = plan.layers.flatMap(({ changes }) => changes.map(({ kind }) => kind));
      expect(kinds.filter((kind) => kind === 'adopt')).toHaveLength(clients.length);
    });
  });
});

test('the checkout is not disturbed', async () => {
  await onBase(async (harness, git) => {
    await harness.write(fileOf(ours), documentOf(ours, { monthlyCostCap: 30000 }));
    git.git('add', '--all');
    const before = git.git('status', '--porcelain=v2', '--branch');
    await harness.run('plan --base HEAD', withGit);
    expect(git.git('status', '--porcelain=v2', '--branch')).toBe(before);
  });
});
