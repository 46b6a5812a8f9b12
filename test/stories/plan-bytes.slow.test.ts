import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withHarness, type HarnessOptions, type StoryHarness } from '../support/harness.ts';
import { acme, client, copied, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme({ config: { capi: { event_map: { level_complete: 'CompleteRegistration' } } } });
const file = fileOf(live);
const WISH = documentOf(live, {
  objectives: ['video_view', 'app_installs', 'traffic'],
  monthlyCostCap: 30000,
  capi: { event_map: { level_complete: 'AddToCart', tutorial_done: 'CompleteTutorial' } },
});

test.each(['text', 'markdown', 'json'])('two runs of plan give the same bytes: %s', async (format) => {
  await withHarness(given(), async (harness) => {
    const [first, second] = [
      await harness.run(`plan --format ${format}`),
      await harness.run(`plan --format ${format}`),
    ];
    expect(second).toEqual(first);
    expect(first.out).not.toBe('');
  });
});

test('the plan as Markdown, and as JSON', async () => {
  await withHarness(given(), async (harness) => {
    await expect((await harness.run('plan --format markdown')).out).toMatchFileSnapshot('golden/plan.md');
    const json = JSON.parse((await harness.run('plan --format json')).out);
    // The port is different in every run, and so is the digest.
    const steady = JSON.stringify(json, null, 2)
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://sandbox')
      .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:…');
    await expect(`${steady}\n`).toMatchFileSnapshot('golden/plan.json');
  });
});

describe('the digest', () => {
  const SAME: readonly { name: string; play: (harness: StoryHarness) => Promise<unknown>; now?: string }[] = [
    { name: 'comments', play: (harness) => edited(harness, (text) => `# ours\n${text.replaceAll('\n', ' # why\n')}`) },
    { name: 'the order of keys', play: (harness) => edited(harness, (text) => JSON.stringify(backwards(parse(text)))) },
    { name: 'flow style and quotes', play: (harness) => edited(harness, (text) => JSON.stringify(parse(text))) },
    {
      name: 'CRLF and a byte order mark',
      play: (harness) => edited(harness, (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`),
    },
    {
      name: '.json instead of .yaml',
      play: async (harness) => {
        await harness.write('layers/elsewhere.json', JSON.stringify(parse(await harness.read(file)), null, 2));
        await rm(join(harness.folder, file));
        return 'layers/elsewhere.json';
      },
    },
    { name: 'the order of a set', play: (harness) => edited(harness, swapped) },
    {
      name: 'the name of the template',
      play: (harness) => edited(harness, (text) => text.replace('tiktok-ads', '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d')),
    },
    { name: 'a different day of the month', play: async () => undefined, now: '2026-11-23T12:00:00Z' },
    {
      name: 'other spend',
      play: async (harness) =>
        harness.intervene((_, __, { tiktok }) => {
          for (const each of tiktok.advertisers) each.spendPerDay = '77.00';
        }),
    },
    {
      name: 'a policy',
      play: (harness) => harness.write('reconcile.yaml', ofSettings({ policies: { 'cap-max': { amount: '1 USD' } } })),
    },
    {
      name: 'an amount with its currency',
      play: (harness) => edited(harness, (text) => text.replace('30000', '30000.00 USD')),
    },
  ];
  test.each(SAME)('does not depend on $name', async ({ play, now }) => {
    await withHarness(given(), async (harness) => {
      const before = await digests(harness);
      const path = await play(harness);
      const after = await digests(harness, typeof path === 'string' ? path : file, now);
      expect(after).toEqual(before);
    });
  });

  // On which members of documents and settings it depends: test/plan/digest-members.test.ts.
  test('depends on the live values that changes depend on, and on no others', async () => {
    await withHarness(given(), async (harness) => {
      const before = await digests(harness);
      const move = (members: Record<string, unknown>) =>
        harness.call('POST', '/__sandbox/people/paste', {
          project: live.project,
          json: { ...live.config, ...members },
        });
      await move({ launchWindow: 'nights' });
      expect(await digests(harness)).toEqual(before);
      await move({ monthlyCostCap: 27000 });
      expect(await digests(harness)).not.toEqual(before);
      await move({});
      expect(await digests(harness)).toEqual(before);
    });
  });

  test('depends on the unit of the cap', async () => {
    await withHarness(given(), async (harness) => {
      const before = await digests(harness);
      await harness.write('reconcile.yaml', ofSettings({ costCapUnit: 'minor' }));
      expect(await digests(harness)).not.toEqual(before);
    });
  });
});

describe('variants of the APIs', () => {
  const TOLERATED = [
    { name: 'ids without quotes', switches: { ids64AsNumbers: true } },
    { name: 'undocumented members', switches: { extraMembers: true } },
    { name: 'ids after prefixes', switches: { idStyle: 'prefixed' } },
    { name: 'all of them', switches: { ids64AsNumbers: true, extraMembers: true, idStyle: 'prefixed' } },
  ];
  test.each(['documented', 'endpoint'] as const)('changes no byte of a plan over the %s transport', async (kind) => {
    const plain = await planWith({}, kind);
    for (const { name, switches } of TOLERATED) expect(await planWith(switches, kind), name).toBe(plain);
  });

  test('the newer generation returns no mode: it is as recorded', async () => {
    const [seed, newer] = [await planWith({}, 'documented'), await planWith({ generation: 'newer' }, 'documented')];
    expect(seed).not.toContain('mode');
    expect(newer.replace(/Unknown[^]*?\n\n/, '')).toBe(seed.replace(/Unknown[^]*?\n\n/, ''));
  });
});

/** The plan of one apply-ready layer, as text, in a world with these switches. */
async function planWith(switches: Record<string, unknown>, kind: 'documented' | 'endpoint'): Promise<string> {
  const off = client(1, { name: 'acme-ios', config: { capi: { enabled: false } } });
  const options: HarnessOptions = {
    files: {
      [file]: documentOf(off, { capi: { enabled: true }, monthlyCostCap: 30000 }),
      'reconcile.yaml': kind === 'endpoint' ? settings({ transport: endpoint() }) : settings(),
    },
    world: worldOf([off], { switches }),
  };
  return withHarness(options, async (harness) => {
    if (kind === 'documented') await harness.run('confirm acme-ios --json -', { input: copied(off.config) });
    const planned = await harness.run('plan');
    expect(planned).toMatchObject({ exit: 0, err: '' });
    return planned.out;
  });
}

function given(): HarnessOptions {
  return { files: { [file]: WISH, 'reconcile.yaml': ofSettings() }, world: worldOf([live]) };
}

function ofSettings(more: Record<string, unknown> = {}): string {
  return settings({ transport: endpoint(), ...more });
}

/** The digest of the whole and of its layer. */
async function digests(harness: StoryHarness, path = file, now?: string): Promise<readonly unknown[]> {
  const ran = await harness.run(`plan --format json ${path}`, now === undefined ? {} : { now });
  const plan: { digest: string; layers: { digest: string }[] } = JSON.parse(ran.out);
  expect(plan.layers.length, ran.out + ran.err).toBe(1);
  return [plan.digest, plan.layers[0]?.digest];
}

async function edited(harness: StoryHarness, change: (text: string) => string): Promise<void> {
  const before = await harness.read(file);
  const after = change(before);
  expect(after).not.toBe(before);
  await harness.write(file, after);
}

function swapped(text: string): string {
  return text.replace(/ {2}- video_view\n {2}- app_installs\n/, '  - app_installs\n  - video_view\n');
}

function backwards(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, backwards(member)])
      .reverse(),
  );
}
