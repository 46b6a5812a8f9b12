import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Problem, Settings } from '../../src/model/index.ts';
import { loadSettings, originProblem, settingsSchema } from '../../src/settings/index.ts';
import { told } from '../desired/harness.ts';

const load = (text: string, env: Parameters<typeof loadSettings>[1] = {}) =>
  loadSettings({ filePath: 'reconcile.yaml', bytes: new TextEncoder().encode(text) }, env);

const problemsIn = (text: string): readonly Problem[] => {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.problems;
};

const DEFAULTS: Settings = {
  layers: 'layers/**/*.{yaml,yml,json}',
  credentials: [],
  origins: { layers: 'https://api.layers.com', tiktok: 'https://business-api.tiktok.com' },
  transport: { kind: 'documented' },
  policies: { capIncrease: { percent: 25 }, share: { percent: 30, above: 5 } },
  github: { publicMoney: false },
};

const EVERYTHING = `$schema: ./settings.schema.json
layers: clients/**/*.yaml
costCapUnit: major
layersBusinessId: "7999999999999999999"
oauthReturnUrl: https://example.com/connected
credentials:
  - { match: clients/acme/**, layers: ACME_LAYERS_API_KEY, tiktok: ACME_TIKTOK_ACCESS_TOKEN }
origins: { layers: https://api.layers.com/, tiktok: "http://127.0.0.1:4010" }
transport: { kind: endpoint, path: "/v1/projects/{projectId}/layers/{layerId}/config", update: merge }
policies:
  cap-max: { amount: [50000 USD, 45000.50 EUR] }
  cap-total: { amount: 2000000 JPY }
  cap-increase: { percent: 12.5 }
  share: { percent: 10, above: 0 }
  freeze: [{ from: 2026-11-27, to: 2026-12-01, reason: Black Friday }, { from: 2026-12-24, to: "2026-12-24" }]
tiktok: { appLevel: premium }
github: { publicMoney: true }
`;

describe('settings', () => {
  test.each([
    ['', 'an empty file'],
    ['# nothing\n', 'only a comment'],
    ['{}', 'an empty map'],
  ])('%j is the defaults: %s', (text) => {
    expect(load(text)).toEqual({ ok: true, value: DEFAULTS });
  });

  test('no file is the defaults', () => {
    expect(loadSettings(undefined, {})).toEqual({ ok: true, value: DEFAULTS });
  });

  test('everything', () => {
    expect(load(EVERYTHING)).toEqual({
      ok: true,
      value: {
        layers: 'clients/**/*.yaml',
        costCapUnit: 'major',
        layersBusinessId: '7999999999999999999',
        oauthReturnUrl: 'https://example.com/connected',
        credentials: [{ match: 'clients/acme/**', layers: 'ACME_LAYERS_API_KEY', tiktok: 'ACME_TIKTOK_ACCESS_TOKEN' }],
        origins: { layers: 'https://api.layers.com', tiktok: 'http://127.0.0.1:4010' },
        transport: { kind: 'endpoint', path: '/v1/projects/{projectId}/layers/{layerId}/config', update: 'merge' },
        policies: {
          capMax: [
            { minor: 5_000_000, currency: 'USD' },
            { minor: 4_500_050, currency: 'EUR' },
          ],
          capTotal: [{ minor: 2_000_000, currency: 'JPY' }],
          capIncrease: { percent: 12.5 },
          share: { percent: 10, above: 0 },
          freeze: [
            { from: '2026-11-27', to: '2026-12-01', reason: 'Black Friday' },
            { from: '2026-12-24', to: '2026-12-24' },
          ],
        },
        tiktok: { appLevel: 'premium' },
        github: { publicMoney: true },
      },
    });
  });

  test('origins of the environment win, one by one', () => {
    const loaded = load(EVERYTHING, { LAYERS_API_URL: 'http://localhost:1234', TIKTOK_API_URL: '' });
    expect(loaded.ok && loaded.value.origins).toEqual({
      layers: 'http://localhost:1234',
      tiktok: 'http://127.0.0.1:4010',
    });
  });

  test('an invalid origin in the environment is a problem without a location, and its value is not printed', () => {
    const loaded = load('', { LAYERS_API_URL: 'https://user:pa55word@api.layers.com' });
    expect(loaded).toMatchObject({ ok: false, problems: [{ code: 'settings/origin' }] });
    expect(JSON.stringify(loaded)).not.toContain('pa55word');
  });
});

const endpoint = (path: string) => `transport:\n  kind: endpoint\n  update: merge\n  path: "${path}"\n`;

const wrong: readonly { name: string; text: string; told: readonly string[]; remedy?: RegExp; schemaTakesIt?: true }[] =
  [
    {
      name: 'a key one letter off',
      text: 'costCapUnits: major\n',
      told: ['1:1 document/unknown-field "costCapUnits"'],
      remedy: /costCapUnit/,
    },
    {
      name: 'a policy one letter off',
      text: 'policies:\n  cap-mx: { amount: 5 USD }\n',
      told: ['2:3 document/unknown-field "cap-mx"'],
      remedy: /cap-max/,
    },
    {
      name: 'a freeze without windows',
      text: 'policies: { freeze: {} }\n',
      told: ['1:13 settings/invalid "freeze"'],
      remedy: /from: 2026/,
    },
    { name: 'no windows', text: 'policies: { freeze: [] }\n', told: ['1:13 settings/invalid "freeze"'] },
    {
      name: 'a window without its end',
      text: 'policies: { freeze: [{ from: 2026-11-27 }] }\n',
      told: ['1:24 settings/invalid "from"'],
      remedy: /to/,
    },
    {
      name: 'a window with a time',
      text: 'policies: { freeze: [{ from: 2026-11-27T18:00, to: 2026-12-01 }] }\n',
      told: ['1:30 settings/invalid "2026-11-27T18:00"'],
      remedy: /2026-11-27/,
    },
    {
      name: 'a day that no month has',
      text: 'policies: { freeze: [{ from: 2026-02-30, to: 2026-03-01 }] }\n',
      told: ['1:30 settings/invalid "2026-02-30"'],
      schemaTakesIt: true,
    },
    {
      name: 'a window that ends before it starts',
      text: 'policies: { freeze: [{ from: 2026-12-01, to: 2026-11-27 }] }\n',
      told: ['1:46 settings/invalid "2026-11-27"'],
      schemaTakesIt: true,
    },
    {
      name: 'an unknown unit',
      text: 'costCapUnit: cents\n',
      told: ['1:14 settings/invalid "cents"'],
      remedy: /major, minor/,
    },
    { name: 'a unit left empty', text: 'costCapUnit:\n', told: ['1:1 settings/invalid "costCapUnit"'] },
    {
      name: 'an id without quotes',
      text: 'layersBusinessId: 7999999999999999999\n',
      told: ['1:19 document/unquoted-id "7999999999999999999"'],
      remedy: /"7999999999999999999"/,
    },
    { name: 'a policy left empty', text: 'policies:\n  cap-max:\n', told: ['2:3 settings/invalid "cap-max"'] },
    {
      name: 'a policy without its amount',
      text: 'policies: { cap-max: {} }\n',
      told: ['1:13 settings/invalid "cap-max"'],
      remedy: /amount/,
    },
    {
      name: 'half a policy',
      text: 'policies: { share: { percent: 5 } }\n',
      told: ['1:13 settings/invalid "share"'],
      remedy: /above/,
    },
    {
      name: 'an amount without currency',
      text: 'policies: { cap-max: { amount: 50000 } }\n',
      told: ['1:32 settings/invalid "50000"'],
      remedy: /USD/,
    },
    {
      name: 'an amount in an unknown currency',
      text: 'policies: { cap-max: { amount: 5 EUS } }\n',
      told: ['1:32 settings/invalid "5 EUS"'],
      remedy: /EUR/,
    },
    { name: 'no amounts', text: 'policies: { cap-total: { amount: [] } }\n', told: ['1:26 settings/invalid "amount"'] },
    {
      name: 'two amounts of one currency',
      text: 'policies: { cap-total: { amount: [5 USD, 6 USD] } }\n',
      told: ['1:42 settings/invalid "6 USD"'],
      schemaTakesIt: true,
    },
    {
      name: 'a negative percentage',
      text: 'policies: { cap-increase: { percent: -1 } }\n',
      told: ['1:38 settings/invalid "-1"'],
    },
    {
      name: 'a percentage that is no number',
      text: 'policies: { cap-increase: { percent: .nan } }\n',
      told: ['1:38 settings/invalid ".nan"'],
    },
    {
      name: 'a glob that leaves the root',
      text: 'layers: ../**\n',
      told: ['1:9 settings/invalid "../**"'],
      schemaTakesIt: true,
    },
    ...['.layers/**/*.yaml', 'layers/.*', './a/.b/*.yaml'].map((glob) => ({
      name: `a glob that names hidden files: ${glob}`,
      text: `layers: "${glob}"\n`,
      told: [`1:9 settings/invalid "\\"${glob}\\""`],
      schemaTakesIt: true as const,
    })),
    {
      name: 'an endpoint without a path',
      text: 'transport:\n  kind: endpoint\n  update: merge\n',
      told: ['2:9 settings/invalid "endpoint"'],
      remedy: /path/,
    },
    {
      name: 'a path without an endpoint',
      text: 'transport:\n  kind: documented\n  update: merge\n',
      told: ['3:11 settings/invalid "merge"'],
    },
    ...[
      'v1/{projectId}/{layerId}',
      '//evil.example/{projectId}/{layerId}',
      'https://evil.example/{projectId}/{layerId}',
      '/v1/../{projectId}/{layerId}',
      '/v1/{projectId}',
      '/v1/{layerId}',
      '/v1/{projectId}/{layerId}?x=1',
      '/v1/{projectId}/{layerId}#x',
      '/v1/{projectId}//{layerId}',
      '/v1/{projectId}/{layerId}/{other}',
      '/v1/%2e%2e/{projectId}/{layerId}',
    ].map((path) => ({
      name: `the path ${path}`,
      text: endpoint(path),
      told: [`4:9 settings/invalid ${JSON.stringify(`"${path}"`)}`],
    })),
    ...[
      'http://api.layers.com',
      'https://api.layers.com/v1',
      'https://u:p@api.layers.com',
      'ftp://api.layers.com',
      'api.layers.com',
      'https://api.layers.com?x',
    ].map((origin) => ({
      name: `the origin ${origin}`,
      text: `origins: { layers: "${origin}" }\n`,
      told: [`1:20 settings/origin ${JSON.stringify(`"${origin}"`)}`],
      ...(origin === 'http://api.layers.com' && { schemaTakesIt: true as const }),
    })),
    {
      name: 'a credential instead of its name',
      text: 'credentials:\n  - { match: a/**, layers: hunter2-Hunter2, tiktok: T }\n',
      told: ['2:28 document/secret "•••"'],
      remedy: /name of a variable/,
    },
    {
      name: 'a rule without a credential',
      text: 'credentials:\n  - { match: a/**, layers: L }\n',
      told: ['2:7 settings/invalid "match"'],
      remedy: /tiktok/,
    },
    {
      name: 'a variable',
      text: 'oauthReturnUrl: https://${HOST}/\n',
      told: ['1:17 document/variable "https://${HOST}/"'],
    },
    { name: 'a list', text: '- a\n', told: ['1:3 settings/invalid "a"'] },
  ];

describe('wrong settings', () => {
  const isSettings = new Ajv({ strict: false }).compile(settingsSchema());

  test.each(wrong)('$name', ({ text, told: expected, remedy, schemaTakesIt }) => {
    const problems = problemsIn(text);
    expect(told(problems)).toEqual(expected.map((one) => `reconcile.yaml:${one}`));
    for (const problem of problems) expect(problem.remedy).toBeTruthy();
    expect(problems[0]?.remedy).toMatch(remedy ?? /./);
    expect(isSettings(parse(text))).toBe(schemaTakesIt === true);
  });

  test('whole settings are of their schema', () => {
    expect(isSettings(parse(EVERYTHING))).toBe(true);
    expect(isSettings({})).toBe(true);
  });

  test('a credential is not repeated', () => {
    expect(
      JSON.stringify(problemsIn('credentials:\n  - { match: a/**, layers: hunter2-Hunter2, tiktok: T }\n')),
    ).not.toContain('unter2-');
  });
});

describe('allowed hosts for credentials', () => {
  const cases: readonly [origin: string, which: 'layers' | 'tiktok', allow: string | undefined, may: boolean][] = [
    ['https://api.layers.com', 'layers', undefined, true],
    ['https://api.layers.com', 'tiktok', undefined, false],
    ['https://evil.layers.com', 'layers', undefined, false],
    ['https://api.layers.com.evil.example', 'layers', undefined, false],
    ['https://api.layers.com:8443', 'layers', undefined, false],
    ['https://business-api.tiktok.com', 'tiktok', undefined, true],
    ['https://sandbox-ads.tiktok.com', 'tiktok', undefined, true],
    ['http://127.0.0.1:4010', 'layers', undefined, true],
    ['http://127.9.9.9', 'layers', undefined, true],
    ['http://localhost:1', 'tiktok', undefined, true],
    ['http://[::1]:1', 'tiktok', undefined, true],
    ['http://127.0.0.1.evil.example', 'layers', undefined, false],
    ['https://localhost.evil.example', 'layers', undefined, false],
    ['https://gate.example', 'layers', 'gate.example', true],
    ['https://gate.example', 'layers', 'a.example, gate.example', true],
    ['https://gate.example', 'layers', 'https://gate.example/', true],
    ['https://gate.example', 'layers', 'ate.example', false],
    ['http://gate.example', 'layers', 'gate.example', false],
    ['https://x:y@api.layers.com', 'layers', undefined, false],
  ];

  test.each(cases)('%s for %s, with %s allowed: %s', (origin, which, allow, may) => {
    const problem = originProblem(origin, which, allow);
    expect(problem === undefined).toBe(may);
    expect(problem?.code).toBe(may ? undefined : 'settings/origin');
    expect(problem?.remedy === undefined).toBe(may);
  });
});
