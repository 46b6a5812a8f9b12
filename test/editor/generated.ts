import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { HEAD } from './documents.ts';

/** A document in a repository of its own. */
export type GeneratedDocument = {
  /** The file that is checked. */
  readonly path: 'layers/acme.yaml' | 'defaults/shared.yaml' | 'reconcile.yaml';
  readonly text: string;
};

type Values = Readonly<Record<string, fc.MaybeWeightedArbitrary<unknown>[]>>;

const right = (...values: readonly unknown[]) => ({ weight: 60, arbitrary: fc.constantFrom(...values) });
const wrong = (...values: readonly unknown[]) => ({ weight: 1, arbitrary: fc.constantFrom(...values) });

const TOKEN = { pixel_id: 'C4A9P2Q7R5S8T1U6V2W0', access_token_vault_id: 'vault_xyz' };
const POST = { post: 'ugc_1', code: '${SPARK_A}' };

/** Fields of layers and fragments: mostly valid values, and mistakes that people make. */
const SHARED: Values = {
  template: [right('tiktok-ads', '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d'), wrong('meta-ads', null)],
  extends: [
    right(undefined, undefined, undefined, '../defaults/shared.yaml', ['../defaults/shared.yaml']),
    wrong('../defaults/none.yaml', [], null),
  ],
  app: [right('app_8ffb9410eb0eb848264f8a65', null, undefined), wrong('a b', 5, '${APP}')],
  mode: [right('byo', 'agency'), wrong('both', null, undefined, true)],
  adAccountId: [right('7098765432109876543'), wrong(7098765432109876543n, 70987, '70x', null, undefined)],
  tiktokBusinessId: [right('7012345678901234567', '70123'), wrong(5, null, undefined)],
  capi: [
    right(
      undefined,
      null,
      {},
      { enabled: false },
      { enabled: true, ...TOKEN },
      { event_map: { a: 'Purchase', b: null } },
    ),
    right({ event_map: { level_complete: 'CompleteRegistration', reset_password: 'CustomizeProduct' } }),
    wrong(
      [],
      { enabled: true },
      { enabled: true, ...TOKEN, pixel_id: null },
      { event_map: { a: '' } },
      { event_map: 'a' },
    ),
    wrong({ event_map: { '': 'Purchase' } }, { pixel: 'x' }, { enabled: 'true' }, { access_token_vault_id: 'a b' }),
    wrong(
      { access_token_vault_id: 'ab'.repeat(20) },
      { pixel_id: 'AKIAABCDEFGHIJKLMNOP' },
      { event_map: { '<<': 'Purchase' } },
    ),
    wrong({ event_map: { ghp_abcdefgh12: 'Purchase' } }, { event_map: { a: 'lp_live_0123456789' } }, { '<<': {} }),
  ],
  objectives: [right(undefined, null, ['reach', 'traffic']), wrong(['reach', 'reach'], [], ['x'], 'reach', [null])],
  monthlyCostCap: [
    right(undefined, null, 1, 0.5, '5 USD', '5.25 EUR', '100 JPY', '1.125 KWD', 999_999_999_999_999),
    wrong(0, -1, '5', '5 EURO', '5  USD', 1e15, 1e300, true, [5], '30.000 USD', '5.5 JPY', '0 USD', '0.00 EUR', 0.0001),
  ],
  capEnforcement: [right(undefined, null, 'none', 'tiktok'), wrong('layers', 'None')],
  spark: [
    right(undefined, null, [POST], [{ ...POST, item: '70123' }], [POST, { post: 'ugc_2', code: '${SPARK_B}' }]),
    wrong([{ post: 'p' }], [{ post: 'p', code: '${A}' }], [{ post: 'p', code: 'XQ12ZV' }], [], [null], {}, [
      POST,
      POST,
    ]),
  ],
  sharing: [
    right(undefined, null, {}, { identities: ['70000'] }),
    wrong({ identities: [] }, { pixels: [] }, { identities: [7000] }),
  ],
  pin: [
    right(
      undefined,
      null,
      { advertiser: { currency: 'USD', name: null } },
      { advertiser: { timezone: 'America/New_York' } },
    ),
    wrong({ advertiser: { currency: 'USB' } }, { advertiser: 'Acme' }, { name: 'Acme' }, {}, { advertiser: {} }),
    wrong({ advertiser: { name: null } }, { advertiser: null }, { advertiser: { timezone: 'America/Gotham' } }),
    wrong({ advertiser: { name: 'xoxb-1234567890-x' } }),
  ],
  protected: [right(undefined, null, true, false), wrong('yes', 1)],
  state: [right(undefined, null, 'active', 'paused'), wrong('stopped')],
};

const IDENTITY: Values = {
  name: [right('acme', 'a.b_c-1'), wrong('Acme', '', 5, null, undefined, 'act.0123456789abcdef')],
  project: [
    right('254a4ce1-f4ca-42b1-9e36-17ca45ef3d39', 'prj_01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    wrong('prj_x', 7, null, undefined),
  ],
  layer: [right(undefined, 'lyr_5b1f7c1e', null), wrong('l', 'lyr 1')],
  $schema: [right(undefined, null), wrong(5)],
};

const DAYS = { from: '2026-11-27', to: '2026-12-01' };

const SETTINGS: Values = {
  layers: [right(undefined, 'layers/**/*.yaml'), wrong('', 5, '../**', '/layers')],
  costCapUnit: [right(undefined, 'major', 'minor'), wrong('cents', null)],
  layersBusinessId: [right(undefined, '7999999999999999999'), wrong(7999999999999999999n, '79x')],
  oauthReturnUrl: [right(undefined, 'https://example.com/connected'), wrong('http://example.com', 'https://${HOST}/')],
  credentials: [
    right(undefined, [{ match: 'layers/**', layers: 'A_KEY', tiktok: 'A_TOKEN' }]),
    wrong([{ match: 'layers/**', layers: 'a_key', tiktok: 'A_TOKEN' }], [{ match: 'layers/**', layers: 'A_KEY' }], {}, [
      null,
    ]),
  ],
  origins: [
    right(undefined, { layers: 'https://api.layers.com', tiktok: 'https://business-api.tiktok.com' }),
    wrong({ layers: 'api.layers.com' }, { layers: 'https://api.layers.com/v1' }, { layers: 'https://evil.example' }),
  ],
  transport: [
    right(undefined, { kind: 'documented' }, { kind: 'endpoint', path: '/v1/{projectId}/{layerId}', update: 'merge' }),
    wrong({ kind: 'endpoint' }, { kind: 'documented', update: 'merge' }, { kind: 'x' }, {}),
    wrong({ kind: 'endpoint', path: '/v1/{projectId}', update: 'merge' }),
  ],
  policies: [
    right(
      undefined,
      {},
      { 'cap-max': { amount: '50000 USD' } },
      { share: { percent: 30, above: 5 } },
      { freeze: [DAYS] },
    ),
    right({ 'cap-total': { amount: ['5 USD', '5 EUR'] } }, { 'cap-increase': { percent: 0 } }),
    wrong({ 'cap-max': { amount: 50000 } }, { 'cap-max': {} }, { share: { percent: 130, above: 5 } }, { freeze: [] }),
    wrong({ freeze: [{ from: DAYS.to, to: DAYS.from }] }, { 'cap-total': { amount: ['5 USD', '6 USD'] } }, { cap: {} }),
    wrong(
      { 'cap-max': { amount: '0 USD' } },
      { freeze: [{ ...DAYS, from: '2026-02-30' }] },
      { share: { percent: 30 } },
    ),
  ],
  checks: [right(undefined, { 'balance-min': { amount: '500 USD' } }), wrong({ 'balance-min': {} }, { balance: {} })],
  github: [right(undefined, { publicMoney: true }), wrong({ publicMoney: 'yes' }, null)],
};

/** What slips in while a person types or merges. */
const SLIPS: readonly ((text: string, at: number) => string)[] = [
  (text, at) => lines(text, at, () => []),
  (text, at) => lines(text, at, (line) => [line, line]),
  (text, at) => lines(text, at, (line) => [line.replaceAll('"', '')]),
  (text, at) => lines(text, at, (line) => [line.replace(':', '')]),
  (text, at) => lines(text, at, (line) => [` ${line}`]),
  (text, at) => lines(text, at, (line) => [`\t${line}`]),
  (text, at) => lines(text, at, (line) => [line.replace(/: .*/, ': [')]),
  (text, at) => lines(text, at, (line) => [line.replace(/: .*/, ': ')]),
  (text, at) => lines(text, at, (line) => [line.replace(/: .*/, ': *shared')]),
  (text, at) => lines(text, at, (line) => [line.replace(/: /, ': !secret ')]),
  (text, at) => lines(text, at, (line) => [line.replace(/^(\s*)(\w)(\w)/, '$1$3$2')]),
  (text, at) => lines(text, at, (line) => [line, '---']),
  (text, at) => lines(text, at, (line) => [line, '<<: { state: paused }']),
  (text, at) => lines(text, at, (line) => [`${line} # XQ12ZV`]),
  (text) => `%YAML 1.1\n---\n${text}`,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => `\ufeff${text}`,
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (text) => `${text}__proto__: {}\n`,
];

function lines(text: string, at: number, change: (line: string) => readonly string[]): string {
  const all = text.split('\n');
  const target = at % Math.max(1, all.length - 1);
  return all.flatMap((line, index) => (index === target ? change(line) : [line])).join('\n');
}

function mapOf(values: Values): fc.Arbitrary<object> {
  const fields = Object.entries(values).map(([key, choices]) => [key, fc.oneof(...choices)] as const);
  // Absent and `undefined` are one.
  return fc
    .record(Object.fromEntries(fields))
    .map((map) => Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)));
}

function written(map: object, asJson: boolean): string {
  if (asJson) return JSON.stringify(map, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value), 2);
  return Object.keys(map).length === 0 ? '' : stringify(map);
}

const anyText = (values: Values): fc.Arbitrary<string> =>
  fc
    .record({
      map: mapOf(values),
      asJson: fc.nat(9),
      slip: fc.option(fc.constantFrom(...SLIPS), { freq: 3 }),
      at: fc.nat(40),
    })
    .map(({ map, asJson, slip, at }) => {
      const text = written(map, asJson === 0);
      return slip === null ? text : slip(text, at);
    });

/** Layers, fragments and settings, valid and not. */
export const GENERATED: fc.Arbitrary<GeneratedDocument> = fc.oneof(
  {
    weight: 7,
    arbitrary: anyText({ ...IDENTITY, ...SHARED }).map((text) => ({ path: 'layers/acme.yaml' as const, text })),
  },
  { weight: 1, arbitrary: anyText(SHARED).map((text) => ({ path: 'defaults/shared.yaml' as const, text })) },
  { weight: 2, arbitrary: anyText(SETTINGS).map((text) => ({ path: 'reconcile.yaml' as const, text })) },
);

/** The repository around a generated document: valid itself, so all problems are those of the document. */
export function filesAround({ path, text }: GeneratedDocument): Readonly<Record<string, string>> {
  const extending = path === 'defaults/shared.yaml' ? 'extends: ../defaults/shared.yaml\n' : '';
  return {
    'layers/acme.yaml': `${HEAD}${extending}`,
    'defaults/shared.yaml': 'protected: null\n',
    'reconcile.yaml': 'costCapUnit: major\n',
    [path]: text,
  };
}
