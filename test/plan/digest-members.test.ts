import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planMismatch, staleLayers } from '../../src/apply/index.ts';
import { loadDesired } from '../../src/desired/index.ts';
import type { Plan } from '../../src/model/index.ts';
import { credentialsBy, loadSettings } from '../../src/settings/index.ts';
import { files } from '../desired/harness.ts';
import { aLive, planOf, valueOf } from '../support/layers.ts';

/**
 * A member is changed (`at`: with its whole parent) to a different value; `why` is the reason if the reviewed plan
 * stays valid.
 */
type Row = { readonly to: unknown; readonly at?: string; readonly why?: string };

const DOCUMENT = {
  $schema: '../schemas/layer.schema.json',
  template: 'tiktok-ads',
  name: 'acme-ios',
  project: '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
  layer: 'lyr_1',
  app: 'app_1',
  extends: ['../defaults/empty.yaml'],
  mode: 'agency',
  tiktokBusinessId: '7012345678901234567',
  adAccountId: '7098765432109876543',
  capi: {
    enabled: true,
    pixel_id: 'C4A9P2Q7R5S8T1U6V2W0',
    access_token_vault_id: 'vault_xyz',
    event_map: { level_complete: 'CompleteRegistration' },
  },
  objectives: ['app_installs'],
  monthlyCostCap: 30000,
  capEnforcement: 'tiktok',
  spark: [{ post: 'ugc_1', item: '7301234567890123456', code: '${SPARK_ONE}' }],
  sharing: { identities: ['7000123456789012345'] },
  pin: { advertiser: { name: 'Acme iOS', currency: 'USD', timezone: 'America/New_York' } },
  protected: true,
  state: 'active',
};

const DOCUMENT_ROWS: Readonly<Record<string, Row>> = {
  $schema: { to: 'other.json', why: 'only editors read it' },
  template: { to: '1a7f69d7-c013-4cb4-9d59-eb2d7fd5f52d', why: 'the id and the name select the same template' },
  name: { to: 'acme-renamed', why: 'a renamed document is about the same layer' },
  project: { to: '254a4ce1-f4ca-42b1-9e36-17ca45ef3d40' },
  layer: { to: 'lyr_2' },
  app: { to: 'app_2' },
  extends: { to: ['../defaults/alike.yaml'], why: 'inherited values count, and their source does not' },
  mode: { to: 'byo' },
  tiktokBusinessId: { to: '7012345678901234568' },
  adAccountId: { to: '7098765432109876544' },
  'capi.enabled': { to: false },
  'capi.pixel_id': { to: 'C4A9P2Q7R5S8T1U6V2W1' },
  'capi.access_token_vault_id': { to: 'vault_abc' },
  'capi.event_map': { to: { level_complete: 'Subscribe' } },
  objectives: { to: ['video_view'] },
  monthlyCostCap: { to: 31000 },
  capEnforcement: { to: 'none' },
  'spark[].post': { to: 'ugc_2' },
  'spark[].item': { to: '7301234567890123457' },
  'spark[].code': { to: '${SPARK_TWO}' },
  'sharing.identities': { to: ['7000123456789012346'] },
  'pin.advertiser.name': { to: 'Beta iOS' },
  'pin.advertiser.currency': { to: 'EUR' },
  'pin.advertiser.timezone': { to: 'Europe/Berlin' },
  protected: { to: false },
  state: { to: 'paused' },
};

const SETTINGS = {
  $schema: '../schemas/settings.schema.json',
  layers: 'layers/**/*.yaml',
  costCapUnit: 'major',
  layersBusinessId: '7999999999999999999',
  oauthReturnUrl: 'https://example.com/connected',
  credentials: [{ match: 'layers/**', layers: 'ACME_LAYERS_API_KEY', tiktok: 'ACME_TIKTOK_ACCESS_TOKEN' }],
  origins: { layers: 'https://layers.example', tiktok: 'https://tiktok.example' },
  transport: { kind: 'endpoint', path: '/v1/projects/{projectId}/layers/{layerId}/config', update: 'merge' },
  policies: {
    'cap-max': { amount: '50000 USD' },
    'cap-total': { amount: '90000 USD' },
    'cap-increase': { percent: 25 },
    share: { percent: 30, above: 5 },
    freeze: [{ from: '2020-01-01', to: '2020-01-02', reason: 'Sale' }],
  },
  checks: { 'balance-min': { amount: '100 USD' } },
  github: { publicMoney: false },
  tiktok: { appLevel: 'basic' },
};

const POLICY = 'a policy refuses; it is evaluated again before anything is written';

const SETTINGS_ROWS: Readonly<Record<string, Row>> = {
  $schema: { to: 'other.json', why: 'only editors read it' },
  layers: { to: '**/*.yaml', why: 'it finds documents; one more or one less is a stale plan by itself' },
  costCapUnit: { to: 'minor' },
  layersBusinessId: { to: '7999999999999999998' },
  oauthReturnUrl: { to: 'https://example.com/elsewhere', why: 'only a browser follows it' },
  'credentials[].match': { to: 'clients/**' },
  'credentials[].layers': { to: 'BETA_LAYERS_API_KEY' },
  'credentials[].tiktok': { to: 'BETA_TIKTOK_ACCESS_TOKEN' },
  'origins.layers': { to: 'https://other.example' },
  'origins.tiktok': { to: 'https://other.example' },
  'transport.kind': { at: 'transport', to: { kind: 'documented' } },
  'transport.path': { to: '/v2/projects/{projectId}/layers/{layerId}/config' },
  'transport.update': { to: 'replace' },
  'tiktok.appLevel': { to: 'advanced', why: 'only the pace of the requests depends on it' },
  'policies.cap-max.amount': { to: '60000 USD', why: POLICY },
  'policies.cap-total.amount': { to: '95000 USD', why: POLICY },
  'policies.cap-increase.percent': { to: 50, why: POLICY },
  'policies.share.percent': { to: 50, why: POLICY },
  'policies.share.above': { to: 9, why: POLICY },
  'policies.freeze[].from': { to: '2019-12-31', why: POLICY },
  'policies.freeze[].to': { to: '2020-01-03', why: POLICY },
  'policies.freeze[].reason': { to: 'Fair', why: POLICY },
  'checks.balance-min.amount': { to: '200 USD', why: 'a check refuses nothing' },
  'github.publicMoney': { to: true, why: 'it decides about the page' },
};

const DOCUMENTED = { costCapUnit: 'major' };

describe.each([
  {
    what: 'layer documents',
    schema: 'layer',
    rows: DOCUMENT_ROWS,
    sound: () => plan(DOCUMENT, DOCUMENTED),
    altered: (path: string, to: unknown) => plan(replaced(DOCUMENT, path, to), DOCUMENTED),
  },
  {
    what: 'settings',
    schema: 'settings',
    rows: SETTINGS_ROWS,
    sound: () => plan(DOCUMENT, SETTINGS),
    altered: (path: string, to: unknown) => plan(DOCUMENT, replaced(SETTINGS, path, to)),
  },
])('a member of $what', ({ schema, rows, sound, altered }) => {
  test('has a row below that decides whether its change makes a reviewed plan stale', () => {
    const text = readFileSync(`schemas/${schema}.schema.json`, 'utf8');
    expect(Object.keys(rows).toSorted()).toEqual(flattenWorld(JSON.parse(text) as Schema).toSorted());
  });

  const all = Object.entries(rows).map(([path, row]) => ({ path, ...row }));

  test.each(all.filter(({ why }) => why === undefined))('$path alters the digest, and is not applied', (row) => {
    const [reviewed, fresh] = [sound(), altered(row.at ?? row.path, row.to)];
    expect(fresh.digest).not.toBe(reviewed.digest);
    expect([...planMismatch(reviewed, fresh), ...staleLayers(reviewed, fresh)]).not.toEqual([]);
  });

  test.each(all.filter(({ why }) => why !== undefined))('$path does not alter the digest: $why', (row) => {
    expect(altered(row.path, row.to).digest).toBe(sound().digest);
  });
});

test('the app that the document names is the one that the project has: the plan is the same', () => {
  const { app: _, ...without } = DOCUMENT;
  expect(plan(without, DOCUMENTED).digest).toBe(plan(DOCUMENT, DOCUMENTED).digest);
});

function plan(document: object, settings: object): Plan {
  const bytes = new TextEncoder().encode(JSON.stringify(settings));
  const loaded = valueOf(loadSettings({ filePath: 'reconcile.yaml', bytes }, {}));
  const texts = {
    'layers/acme.yaml': JSON.stringify(document),
    'defaults/empty.yaml': '{"template":"tiktok-ads"}',
    'defaults/alike.yaml': '{"template":"tiktok-ads"}',
  };
  const desired = valueOf(loadDesired(files(texts), credentialsBy(loaded)));
  return planOf(desired, aLive({ name: desired[0]?.name ?? '' }), { settings: loaded });
}

type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

/** Paths of the members that hold a value, such as `spark[].post`. A list of plain values is one. */
function flattenWorld(schema: Schema, at = ''): readonly string[] {
  if (schema.properties !== undefined) {
    const dot = at === '' ? '' : '.';
    return Object.entries(schema.properties).flatMap(([name, part]) => flattenWorld(part, `${at}${dot}${name}`));
  }
  return schema.items?.properties === undefined ? [at] : flattenWorld(schema.items, `${at}[]`);
}

/** The first entry of a list represents all. */
function replaced(value: unknown, path: string, to: unknown): object {
  const [, key = '', list = '', rest = ''] = /^([^.[]+)(\[\])?\.?(.*)$/.exec(path) ?? [];
  const members = value as Readonly<Record<string, unknown>>;
  const member = members[key];
  if (rest === '') return { ...members, [key]: to };
  if (list === '') return { ...members, [key]: replaced(member, rest, to) };
  const [first, ...others] = member as readonly unknown[];
  return { ...members, [key]: [replaced(first, rest, to), ...others] };
}
