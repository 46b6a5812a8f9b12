import { describe, expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, client, documentOf, endpoint, fileOf, KEY, settings, TOKEN, worldOf } from '../support/worlds.ts';

const live = acme();
const file = fileOf(live);

describe('a saved plan', () => {
  test('is shown as it was made, and applied', async () => {
    await reviewed(async (harness) => {
      const formats = ['text', 'markdown', 'json'] as const;
      harness.forget();
      const shown = await Promise.all(formats.map((format) => harness.run(`show acme.plan.json --format ${format}`)));
      expect(harness.log(), 'showing asks no API').toEqual([]);
      const made = await Promise.all(formats.map((format) => harness.run(`plan --format ${format}`)));
      expect(shown.map(({ out }) => out)).toEqual(made.map(({ out }) => out));
      const { exitCode, ...plan } = JSON.parse(shown[2]?.out ?? '');
      expect(exitCode).toBe(0);
      // A file is not the output of one command.
      expect(plan).toEqual(JSON.parse(await harness.read('acme.plan.json')));

      expect((await harness.run('apply acme.plan.json --auto-approve')).exit).toBe(0);
      expect(configIn(harness)).toMatchObject({ monthlyCostCap: 30000 });
    });
  });

  test('holds no secret', async () => {
    await reviewed(async (harness) => {
      const text = await harness.read('acme.plan.json');
      for (const secret of [KEY, TOKEN, 'lp_test']) expect(text).not.toContain(secret);
    });
  });

  test('is stale if a live value changed since', async () => {
    await reviewed(async (harness) => {
      harness.note('Maya lowers the cap after the review.');
      await paste(harness, { monthlyCostCap: 12000 });
      harness.forget();
      const applied = await harness.run('apply acme.plan.json --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toMatch(/monthlyCostCap changed live: 28,?000.* when reviewed, 12,?000.* now/);
      expect(harness.writes()).toEqual([]);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/saved-plan-live-moved.txt');
    });
  });

  test('is stale if a value changed that was equal during the review', async () => {
    await reviewed(async (harness) => {
      await paste(harness, { objectives: ['reach'] });
      const applied = await harness.run('apply acme.plan.json --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toContain('objectives changed live');
      expect(configIn(harness)).toMatchObject({ objectives: ['reach'] });
    });
  });

  test('is applied if a person has done a part of it', async () => {
    await reviewed(async (harness) => {
      harness.note('Maya sets the cap manually, as planned.');
      await paste(harness, { monthlyCostCap: 30000 });
      const applied = await harness.run('apply acme.plan.json --auto-approve');
      expect(applied.exit).toBe(0);
      expect(applied.out).toContain('objectives: + traffic');
      expect(applied.out).not.toContain('cost-cap');
      expect(configIn(harness)).toMatchObject({ monthlyCostCap: 30000, objectives: ['app_installs', 'traffic'] });
      await expect(harness.transcript()).toMatchFileSnapshot('golden/saved-plan-done-already.txt');
    });
  });

  test('is applied if a person has done all of it', async () => {
    await reviewed(async (harness) => {
      await paste(harness, { monthlyCostCap: 30000, objectives: ['traffic', 'app_installs'] });
      harness.forget();
      expect((await harness.run('apply acme.plan.json --auto-approve')).exit).toBe(0);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('is refused if the document changed', async () => {
    await reviewed(async (harness) => {
      await harness.edit(file, 'monthlyCostCap: 30000', 'monthlyCostCap: 31000');
      harness.forget();
      const applied = await harness.run('apply acme.plan.json --auto-approve');
      expect(applied.exit).toBe(4);
      expect(applied.err).toContain('monthlyCostCap changed in the document');
      expect(harness.writes()).toEqual([]);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/saved-plan-document-changed.txt');
    });
  });

  test('is about the layers that were reviewed: a document that came later waits for its own plan', async () => {
    const later = client(2, { name: 'beta-ios' });
    await reviewed(
      async (harness) => {
        await harness.write(fileOf(later), documentOf(later, { monthlyCostCap: 29000 }));
        expect((await harness.run('apply acme.plan.json --auto-approve')).exit).toBe(0);
        expect(configIn(harness, 1)).toMatchObject({ monthlyCostCap: 28000 });
      },
      [later],
    );
  });

  test('is refused if its document is gone', async () => {
    const later = client(2, { name: 'beta-ios' });
    await reviewed(
      async (harness) => {
        await harness.edit(file, 'name: acme-ios', 'name: acme-ios-2');
        const applied = await harness.run('apply acme.plan.json --auto-approve');
        expect(applied.exit).toBe(4);
        expect(applied.err).toContain('no longer has a document');
      },
      [later],
    );
  });

  const ELSEWHERE = [
    {
      what: 'costCapUnit major in the plan, minor here',
      why: 'the numbers mean something else',
      move: (harness: StoryHarness) => harness.edit('reconcile.yaml', 'costCapUnit: major', 'costCapUnit: minor'),
    },
    {
      what: '(merge) in the plan, documented here',
      why: 'a different transport would write it',
      move: (harness: StoryHarness) => harness.write('reconcile.yaml', settings()),
    },
    {
      what: 'has a different organization',
      why: 'another customer',
      move: async (harness: StoryHarness) =>
        harness.intervene((_, moment, { layers }) => {
          const organization = '0d6b5f6e-0000-4000-8000-0000000000ff';
          if (moment === 'before')
            for (const each of [...layers.keys, ...layers.projects]) Object.assign(each, { organization });
        }),
    },
  ];
  test.each(ELSEWHERE)('is refused if $what: $why', async ({ what, move }) => {
    await reviewed(async (harness) => {
      await move(harness);
      harness.forget();
      const applied = await harness.run('apply acme.plan.json --auto-approve');
      expect(applied.exit, applied.err).toBe(4);
      expect(applied.err).toContain(what);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('is refused if the APIs are at a different origin', async () => {
    await reviewed(async (there) => {
      const plan = await there.read('acme.plan.json');
      await reviewed(async (here) => {
        await here.write('acme.plan.json', plan);
        here.forget();
        const applied = await here.run('apply acme.plan.json --auto-approve');
        expect(applied.exit).toBe(4);
        expect(applied.err).toContain('Layers origin http://127.0.0.1:');
        expect(here.writes()).toEqual([]);
      });
    });
  });

  test.each([file, 'reconcile.yaml'])('is refused if %s is', async (source) => {
    await reviewed(async (harness) => {
      const before = await harness.read(source);
      harness.forget();
      const { exit, err } = await harness.run(`plan --out ./${source}`);
      expect([exit, err]).toEqual([1, expect.stringContaining(`--out: ./${source} is an input of the command`)]);
      expect([await harness.read(source), harness.log()]).toEqual([before, []]);
    });
  });

  test('is recognized by its content, in any order', async () => {
    await reviewed(async (harness) => {
      const { format, ...rest } = JSON.parse(await harness.read('acme.plan.json'));
      await harness.write('acme.plan.json', JSON.stringify({ ...rest, format }));
      expect((await harness.run('apply acme.plan.json --auto-approve')).exit).toBe(0);
      expect(configIn(harness)).toMatchObject({ monthlyCostCap: 30000 });
    });
  });

  test('allows no policy by itself: apply needs --allow again', async () => {
    await reviewed(async (harness) => {
      await harness.edit(file, 'monthlyCostCap: 30000', 'monthlyCostCap: 60000');
      const allow = '--allow cap-increase=acme-ios';
      expect((await harness.run(`plan ${allow} --out acme.plan.json`)).exit).toBe(0);
      harness.forget();
      const refused = await harness.run('apply acme.plan.json --auto-approve');
      expect([refused.exit, refused.out]).toEqual([4, expect.stringContaining(`To allow it: ${allow}`)]);
      expect(harness.writes()).toEqual([]);
      expect((await harness.run(`apply acme.plan.json --auto-approve ${allow}`)).exit).toBe(0);
      expect(configIn(harness)).toMatchObject({ monthlyCostCap: 60000 });
    });
  });

  const BROKEN = [
    { name: 'of a later version', from: '"version": 1', to: '"version": 2' },
    { name: 'without a digest', from: /\n {2}"digest": "[^"]+",/, to: '' },
    { name: 'with an invalid change', from: '"kind": "cost-cap"', to: '"kind": "cost"' },
    { name: 'that is cut off', from: /[^]{40}$/, to: '' },
    { name: 'whose change was edited', from: '"after": 30000', to: '"after": 900000' },
    { name: 'whose calls were edited', from: '"used": ', to: '"used": 1' },
    { name: 'whose desired value was edited', from: '"monthlyCostCap": 30000', to: '"monthlyCostCap": 900000' },
    { name: 'whose layer was taken out', from: /"layers": \[\n[^]*?\n {2}\]/, to: '"layers": []' },
  ];
  test.each(BROKEN)('$name is a problem', async ({ from, to }) => {
    await reviewed(async (harness) => {
      await harness.edit('acme.plan.json', from, to);
      harness.forget();
      for (const line of ['show acme.plan.json', 'apply acme.plan.json --auto-approve']) {
        const ran = await harness.run(line);
        expect(ran.exit).toBe(1);
        expect(ran.err).toContain('plan/unreadable');
      }
      expect(harness.writes()).toEqual([]);
    });
  });
});

/** A plan of two changes, saved and reviewed, with the endpoint transport. */
async function reviewed(play: (harness: StoryHarness) => Promise<void>, others = [] as ReturnType<typeof client>[]) {
  const desired = documentOf(live, { monthlyCostCap: 30000, objectives: ['app_installs', 'traffic'] });
  const files = { [file]: desired, 'reconcile.yaml': settings({ transport: endpoint() }) };
  await withHarness({ files, world: worldOf([live, ...others]) }, async (harness) => {
    expect((await harness.run('plan --out acme.plan.json')).exit).toBe(0);
    await play(harness);
  });
}

async function paste(harness: StoryHarness, members: Record<string, unknown>): Promise<void> {
  const json = { ...live.config, ...members };
  const answer = await harness.call('POST', '/__sandbox/people/paste', { project: live.project, json });
  expect(answer.status).toBe(200);
}

function configIn(harness: StoryHarness, project = 0): Record<string, unknown> {
  return { ...harness.world().layers.projects[project]?.layers[0]?.config };
}
