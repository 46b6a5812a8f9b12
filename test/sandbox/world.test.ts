import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { emptyWorld, loadWorld, startSandbox, worldSchema } from '../../src/sandbox/index.ts';
import { realSleep } from '../support/real-sleep.ts';
import { ask, inSandbox, KEY, ORGANIZATION, WORLD, worldOf } from './harness.ts';

const P1 = '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39';

describe('loadWorld', () => {
  test('fills in every default', () => {
    const text = `layers: { projects: [{ id: ${P1}, organization: ${ORGANIZATION}, layers: [{ id: lyr_1 }] }] }`;
    const loaded = loadWorld(text, 'w.yaml');
    expect(loaded).toMatchObject({
      ok: true,
      world: {
        switches: { toggleReachesLayer: true, idStyle: 'plain', generation: 'seed', ids64AsNumbers: false },
        layers: {
          projects: [
            {
              name: 'Project',
              metadata: {},
              apps: [],
              layers: [
                { template: '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d', active: true, defaults: { tactical: 'draft' } },
              ],
            },
          ],
        },
        tiktok: { advertisers: [] },
      },
    });
  });

  test('reads JSON, with tabs too, and nothing', () => {
    expect(loadWorld(JSON.stringify(worldOf(), null, '\t'), 'w.json')).toEqual({ ok: true, world: worldOf() });
    expect(loadWorld('', 'w.yaml')).toEqual({ ok: true, world: emptyWorld() });
  });

  test('makes two things of one anchor', () => {
    const text = `
layers:
  projects:
    - { id: ${P1}, organization: ${ORGANIZATION}, metadata: &m { a: 1 } }
    - { id: 254a4ce1-f4ca-42b1-9e36-17ca45ef3d38, organization: ${ORGANIZATION}, metadata: *m }`;
    const loaded = loadWorld(text, 'w.yaml');
    expect(loaded).toMatchObject({
      ok: true,
      world: { layers: { projects: [{ metadata: { a: 1 } }, { metadata: { a: 1 } }] } },
    });
  });

  test.each([
    {
      name: 'an unknown key',
      why: 'a mistake would have no effect',
      text: 'nwo: x',
      says: 'w.yaml has no member "nwo"',
      at: [1, 1],
    },
    {
      name: 'an unknown key deep inside',
      why: 'everywhere',
      text: 'switches:\n  idStlye: plain',
      says: 'switches has no member "idStlye"',
      at: [2, 3],
    },
    {
      name: 'an id without quotes',
      why: 'YAML would round it',
      text: 'tiktok:\n  advertisers:\n    - id: 7098765432109876543',
      says: '7098765432109876543 has more digits',
      at: [3, 11],
    },
    {
      name: 'a short id without quotes',
      why: 'ids are text',
      text: 'tiktok: { advertisers: [{ id: 70 }] }',
      says: 'tiktok.advertisers.0.id',
      at: [1, 31],
    },
    {
      name: 'too many levels',
      why: 'the parser calls itself',
      text: `env: ${'['.repeat(5_000)}!`,
      says: 'nested',
      at: [1, 205],
    },
    { name: 'a key twice', why: 'one of them would be dropped', text: 'env: {}\nenv: {}', says: 'unique', at: [2, 1] },
    { name: 'no YAML', why: 'nothing can be read', text: 'env: {', says: 'end with a }', at: [1, 7] },
    {
      name: 'a missing member',
      why: 'a project has an id',
      text: `layers:\n  projects:\n    - { organization: ${ORGANIZATION} }`,
      says: 'layers.projects.0.id',
      at: [3, 7],
    },
    {
      name: 'an invalid day',
      why: 'the calendar',
      text: 'tiktok: { advertisers: [{ id: "1", spend: [{ date: "2026-02-30", amount: "1" }] }] }',
      says: 'date',
      at: [1, 52],
    },
    {
      name: 'an invalid time zone',
      why: 'days begin in it',
      text: 'tiktok: { advertisers: [{ id: "1", timezone: Mars }] }',
      says: 'IANA',
      at: [1, 46],
    },
    {
      name: 'an id twice',
      why: 'one would hide the other',
      text: 'tiktok: { advertisers: [{ id: "1" }, { id: "1" }] }',
      says: 'two advertisers',
      at: [1, 44],
    },
    { name: 'a list', why: 'a world is a map', text: '[]', says: 'w.yaml: ', at: [1, 1] },
    { name: 'an unresolved alias', why: 'it names nothing', text: 'env: *nothing', says: 'nothing', at: [1, 1] },
    {
      name: 'a key that is no key',
      why: 'Layers has a form',
      text: `layers: { keys: [{ key: secret, organization: ${ORGANIZATION} }] }`,
      says: 'lp_test_',
      at: [1, 25],
    },
  ])('refuses $name: $why', ({ text, says, at }) => {
    const loaded = loadWorld(text, '/somewhere/w.yaml');
    const [problem] = loaded.ok ? [] : loaded.problems;
    expect(problem?.message).toContain(says);
    expect([problem?.line, problem?.column]).toEqual(at);
  });
});

describe('worldSchema', () => {
  const ajv = addFormats.default(new Ajv({ strict: false }));

  test('accepts what loadWorld accepts', () => {
    const validate = ajv.compile(worldSchema());
    expect(validate(parse(WORLD)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({})).toBe(true);
    expect(validate({ nwo: 1 })).toBe(false);
    expect(validate({ tiktok: { advertisers: [{ id: 7098 }] } })).toBe(false);
    expect(validate({ layers: { projects: [{ id: P1, organization: ORGANIZATION, metadata: [] }] } })).toBe(false);
  });

  test('describes every field', () => {
    const bare: string[] = [];
    const walk = (schema: Readonly<Record<string, unknown>>, path: string): void => {
      for (const [name, member] of Object.entries(
        (schema.properties ?? {}) as Record<string, Record<string, unknown>>,
      )) {
        if (typeof member.description !== 'string') bare.push(`${path}.${name}`);
        walk(member, `${path}.${name}`);
      }
      const items = schema.items as Record<string, unknown> | undefined;
      if (items !== undefined) walk(items, `${path}[]`);
    };
    walk(worldSchema(), '');
    expect(bare).toEqual([]);
    expect(JSON.stringify(worldSchema())).toContain('json-schema.org/draft-07');
  });
});

describe('startSandbox', () => {
  test('does not touch the world it was given', async () => {
    const world = worldOf();
    await inSandbox(world, (sandbox) =>
      ask(sandbox, `/v1/projects/${P1}`, { method: 'PATCH', body: { metadata: {} } }),
    );
    expect(world).toEqual(worldOf());
  });

  test('follows the clock it is given when the world has none', async () => {
    let now = new Date('2026-11-10T12:00:00Z');
    const sandbox = await startSandbox({ world: { ...worldOf(), now: undefined }, now: () => now, sleep: realSleep });
    const path = `/v1/projects/${P1}/ads-metrics?scope=project&id=${P1}&metrics=spend&since=2026-11-01`;
    const before = (await ask(sandbox, path)).body.totals?.spend;
    now = new Date('2026-11-11T12:00:00Z');
    const after = (await ask(sandbox, path)).body.totals?.spend;
    await sandbox.stop();
    expect([before, after]).toEqual([310_000, 341_000]);
  });

  test('listens on the given port, and rejects one in use', async () => {
    const first = await startSandbox({ world: emptyWorld(), sleep: realSleep });
    const port = Number(new URL(first.origin).port);
    await expect(startSandbox({ world: emptyWorld(), port, sleep: realSleep })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await first.stop();
    const second = await startSandbox({ world: emptyWorld(), port, sleep: realSleep });
    expect(second.origin).toBe(first.origin);
    expect((await ask(second, '/v1/whoami', { key: KEY })).status).toBe(401);
    await second.stop();
  });
});
