import type { ChangeKind } from '../../src/model/index.ts';
import {
  acme,
  type Client,
  client,
  connected,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  settings,
} from '../support/worlds.ts';
import { fromExample } from './from-examples.ts';
import { APPLY, type Scenario } from './scenario.ts';
import { inWorld, OTHERS } from './world.ts';

/** The documents of a client that match the live state, except for `given`; `legacy` is never in a document. */
function wanting(one: Client, given: Record<string, unknown>): Readonly<Record<string, string>> {
  const { legacy: _, ...config } = one.config as Record<string, unknown>;
  return { [fileOf(one)]: documentOf({ ...one, config: config as Client['config'] }, given) };
}

const merging = { 'reconcile.yaml': settings({ transport: endpoint('merge') }) };
const replacing = { 'reconcile.yaml': settings({ transport: endpoint('replace') }) };
const documented = { 'reconcile.yaml': settings() };

const inProject = { metadata: OTHERS };
const many = acme({
  config: {
    capi: { enabled: false, event_map: { level_complete: 'Subscribe', old_event: 'Lead' } },
    objectives: ['app_installs'],
    legacy: { keep: [1, null] },
  },
  inProject,
});
const desired = {
  capi: { enabled: true, event_map: { level_complete: 'CompleteRegistration' } },
  objectives: ['app_installs', 'video_view'],
  monthlyCostCap: 30000,
};
const fourFields: readonly ChangeKind[] = ['capi', 'objectives', 'cost-cap', 'event-map'];

const lower = acme({ config: { monthlyCostCap: 28000 }, inProject });
const toggled = acme({ config: { capi: { enabled: false } }, inProject });
const pair = [
  client(1, { name: 'acme-ios', config: { capi: { enabled: false } } }),
  client(2, { config: { capi: { enabled: false } } }),
] as const;

/** A second ad account of the same customer, already connected, to which the layer moves with a pixel of its own. */
const elsewhere = client(3);
const moving = acme({ inProject: { adAccounts: [connected(elsewhere.account, { name: 'acme-ios, new' })] } });
const repixelled = acme({ inProject });
const newPixel = { pixel_id: elsewhere.pixel, access_token_vault_id: 'vault_client_3' };

/** The Business Center of Layers, and that of the customer, run by the owner of the token. */
const LAYERS_BC = '7999999999999999999';
function centers({ business }: Client): Json {
  return {
    token: { user: 'ana' },
    businessCenters: [
      { id: business, name: 'Acme', members: ['ana'] },
      { id: LAYERS_BC, name: 'Layers' },
    ],
  };
}
const withCenters = { 'reconcile.yaml': settings({ layersBusinessId: LAYERS_BC, transport: endpoint('merge') }) };
const agency = acme({ config: { mode: 'agency' }, inProject });
const own = acme({ inProject });

/** A pixel that the customer's Business Center owns, and the ad account may not use yet. */
const OLD_ACCOUNT = '7222222222222222222';
const CENTRAL_PIXEL = {
  id: '7000000000000000098',
  code: 'C9B8C7D6E5F4G3H2I1J0',
  owner: OLD_ACCOUNT,
  ownerBusiness: own.business,
};

const SPARK = { code: '#AbC+d/example00code==', item: '7301000000000000001', identity: 'id-1' };

/** A layer whose gate pauses campaigns at once, or queues that for approval. */
function gated(structural: 'auto' | 'draft'): Client {
  return acme({
    inProject: { ...inProject, layers: [{ id: own.layer, config: own.config, defaults: { structural } }] },
  });
}

/** A scenario of this folder names what its plan must change. */
type Own = Scenario & Required<Pick<Scenario, 'kinds' | 'clients'>>;

const all: readonly Own[] = [
  {
    name: 'four fields by a merging endpoint',
    kinds: fourFields,
    clients: [many],
    world: inWorld([many]),
    documents: { ...wanting(many, desired), ...merging },
  },
  {
    name: 'four fields by a replacing endpoint',
    kinds: fourFields,
    clients: [many],
    world: inWorld([many]),
    documents: { ...wanting(many, desired), ...replacing },
  },
  {
    name: 'a cap lowered and the relay off',
    kinds: ['capi', 'cost-cap'],
    clients: [lower],
    world: inWorld([lower]),
    documents: { ...wanting(lower, { monthlyCostCap: 20000, capi: { enabled: false } }), ...merging },
  },
  {
    name: 'another ad account',
    kinds: ['binding'],
    clients: [moving],
    world: inWorld([moving], [elsewhere]),
    documents: { ...wanting(moving, { adAccountId: elsewhere.account }), ...merging },
    // The pixel stays the old account's, which the owner is asked about as well.
    command: { line: `${APPLY.line} --allow account-switch=${moving.name} --allow pixel-owner=${moving.name}` },
  },
  {
    name: 'another pixel with its token',
    kinds: ['pixel'],
    clients: [repixelled],
    world: inWorld([repixelled], [], { pixels: [secondPixel(repixelled)] }),
    documents: { ...wanting(repixelled, { capi: newPixel }), ...merging },
  },
  {
    name: 'another ad account and then its pixel',
    kinds: ['binding', 'pixel'],
    clients: [moving],
    world: inWorld([moving], [elsewhere]),
    documents: { ...wanting(moving, { adAccountId: elsewhere.account, capi: newPixel }), ...merging },
    command: { line: `${APPLY.line} --allow account-switch=${moving.name}` },
  },
  {
    name: 'the documented toggle, and nothing else',
    kinds: ['capi'],
    clients: [toggled],
    world: inWorld([toggled]),
    documents: {
      [fileOf(toggled)]:
        `template: tiktok-ads\nname: ${toggled.name}\nproject: ${toggled.project}\napp: ${toggled.app}\nmode: byo\nadAccountId: "${toggled.account}"\ncapi:\n  enabled: true\n  pixel_id: ${toggled.pixel}\n  access_token_vault_id: ${toggled.config.capi.access_token_vault_id}\n`,
      ...documented,
    },
    // The vault id is unknown at first, so a person states it.
    before: [{ line: `confirm ${toggled.name} --json - --format json`, input: JSON.stringify(toggled.config) }],
  },
  {
    name: 'a partnership with the ad account in it',
    kinds: ['partnership'],
    clients: [agency],
    world: inWorld([agency], [], { tiktok: centers(agency) }),
    documents: { ...wanting(agency, {}), ...withCenters },
  },
  {
    name: 'a pixel linked, and then used',
    kinds: ['pixel-link', 'pixel'],
    clients: [own],
    world: inWorld([own], [], {
      tiktok: centers(own),
      pixels: [CENTRAL_PIXEL],
      advertisers: [{ id: OLD_ACCOUNT, name: 'Old', ownerBusiness: own.business }],
    }),
    documents: { ...wanting(own, { capi: { pixel_id: CENTRAL_PIXEL.code } }), ...withCenters },
  },
  {
    name: 'a cap that TikTok enforces, raised',
    kinds: ['cost-cap', 'cap-enforcement'],
    clients: [own],
    world: inWorld([own], [], { tiktok: centers(own) }),
    documents: { ...wanting(own, { monthlyCostCap: 30000, capEnforcement: 'tiktok' }), ...withCenters },
  },
  {
    name: 'a Spark code authorised',
    kinds: ['spark-authorise'],
    clients: [own],
    world: inWorld([own], [], { tiktok: { ...centers(own), sparkPosts: [SPARK] } }),
    documents: {
      ...wanting(own, { spark: [{ post: 'ugc_1', item: SPARK.item, code: '${SPARK_ACME}' }] }),
      ...withCenters,
    },
    env: { SPARK_ACME: SPARK.code },
    // A person attaches it in Layers.
    exit: 3,
  },
  {
    name: 'campaigns paused through the gate',
    kinds: ['campaigns'],
    clients: [gated('auto')],
    world: inWorld([gated('auto')]),
    documents: { ...wanting(own, { state: 'paused' }), ...merging },
    // A person pauses the layer itself.
    exit: 3,
  },
  {
    name: 'campaigns that the gate holds',
    kinds: ['campaigns'],
    clients: [gated('draft')],
    world: inWorld([gated('draft')]),
    documents: { ...wanting(own, { state: 'paused' }), ...merging },
    exit: 3,
  },
  {
    name: 'two layers of two projects',
    kinds: ['capi', 'cost-cap'],
    clients: pair,
    world: inWorld(pair),
    documents: {
      ...wanting(pair[0], { capi: { enabled: true } }),
      ...wanting(pair[1], { monthlyCostCap: 21000, capi: { enabled: true } }),
      ...merging,
    },
  },
  {
    name: 'a person states the live value',
    kinds: [],
    clients: [lower],
    world: inWorld([lower]),
    documents: { [fileOf(lower)]: documentOf(lower, { app: lower.app }), ...documented },
    command: { line: `confirm ${lower.name} --json - --format json`, input: JSON.stringify(lower.config) },
  },
  fromExample('byo', 'acme-ios', ['capi'], { exit: 3 }),
  fromExample('agency', 'fernweh-ios', ['partnership', 'spark-authorise'], {
    exit: 3,
    allow: 'cap-increase=fernweh-ios',
  }),
  fromExample('event-map', 'wordloom-android', ['event-map']),
];

/** One for each kind of write, and for each way in which it is sent. */
export const scenarios: readonly Own[] = all.map((scenario) => ({
  exit: 0,
  ...scenario,
  env: { GITHUB_REPOSITORY: 'acme/ads', ...scenario.env },
}));

/** A second pixel of the same ad account. */
function secondPixel({ account }: Client): Readonly<Record<string, unknown>> {
  return { id: '7000000000000000099', code: newPixel.pixel_id, owner: account };
}
