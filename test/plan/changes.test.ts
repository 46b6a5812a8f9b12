import { describe, expect, test } from 'vitest';
import type { Change, Settings } from '../../src/model/index.ts';
import {
  aDesired,
  aLive,
  ENDPOINT,
  kept,
  PIXEL,
  planOf,
  type Sight,
  theSettings,
  type DesiredCase,
} from '../support/layers.ts';
import { api, recorded, unknown } from '../support/plan.ts';

const everything = aLive().fields;

/** One change in a line: `capi api 4: capi.enabled false -> true | after pixel | on adAccountId`. */
function told(change: Change): string {
  const fields = change.fields.map(({ path, before, after }) => {
    const was = before.provenance === 'unknown' ? '?' : text(before.value);
    return `${path} ${was} -> ${text(after)}`;
  });
  return [
    `${change.kind} ${change.step.by} ${change.calls}: ${fields.join(', ')}`,
    ...(change.dependsOn.length > 0 ? [`after ${change.dependsOn.map((id) => id.split('/')[1]).join(', ')}`] : []),
    ...(change.basis.length > 0 ? [`on ${change.basis.map(({ path }) => path).join(', ')}`] : []),
  ].join(' | ');
}

function text(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value);
}

type Case = {
  readonly name: string;
  readonly why: string;
  readonly desired?: DesiredCase;
  readonly sight?: Sight;
  readonly settings?: Settings;
  readonly changes: readonly string[];
};

const cases: readonly Case[] = [
  { name: 'a layer as it should be', why: 'there is nothing to do', changes: [] },
  {
    name: 'the relay is off',
    why: 'the toggle is the one member with a documented write',
    sight: { seen: { 'capi.enabled': api(false) } },
    changes: ['capi api 4: capi.enabled false -> true | on adAccountId, capi.pixel_id, capi.access_token_vault_id'],
  },
  {
    name: 'the relay is off, and nothing can write it',
    why: 'of several accounts the owner of the toggle is unknown',
    sight: { seen: { 'capi.enabled': api(false) }, writable: [] },
    changes: ['capi human 0: capi.enabled false -> true | on adAccountId, capi.pixel_id, capi.access_token_vault_id'],
  },
  {
    name: 'the relay through an endpoint',
    why: 'an endpoint returns everything in one response, so a write takes one call less',
    sight: { seen: { 'capi.enabled': api(false) } },
    settings: theSettings({ transport: ENDPOINT }),
    changes: ['capi api 3: capi.enabled false -> true | on adAccountId, capi.pixel_id, capi.access_token_vault_id'],
  },
  {
    name: 'another cap',
    why: 'no documented API sets it; it depends on the account, which determines its currency',
    desired: { fields: { monthlyCostCap: 35000 } },
    changes: ['cost-cap human 0: monthlyCostCap 30000 -> 35000 | on adAccountId'],
  },
  {
    name: 'a new cap if the transport writes it',
    why: 'an API outranks a person',
    desired: { fields: { monthlyCostCap: 35000 } },
    sight: { writable: ['monthlyCostCap'] },
    settings: theSettings({ transport: ENDPOINT }),
    changes: ['cost-cap api 3: monthlyCostCap 30000 -> 35000 | on adAccountId'],
  },
  {
    name: 'an unknown cap',
    why: 'unknown is not equal, so a person has to see to it',
    sight: { unseen: ['monthlyCostCap'], seen: { objectives: recorded(['app_installs', 'video_view']) } },
    changes: ['cost-cap human 0: monthlyCostCap ? -> 30000 | on adAccountId'],
  },
  {
    name: 'a layer without a ledger entry, with an unknown cap',
    why: 'a person copies the config first, and only what compares with an unknown value waits for it',
    sight: { unseen: ['monthlyCostCap'], seen: { objectives: api(['app_installs']), 'capi.enabled': api(false) } },
    changes: [
      'adopt human 0: ',
      'capi api 4: capi.enabled false -> true | on adAccountId, capi.pixel_id, capi.access_token_vault_id',
      'objectives human 0: objectives ["app_installs"] -> ["app_installs","video_view"]',
      'cost-cap human 0: monthlyCostCap ? -> 30000 | after adopt | on adAccountId',
    ],
  },
  {
    name: 'a ledger entry without any value of the config',
    why: 'a pause that was applied before says nothing about the config',
    sight: { unseen: ['monthlyCostCap'], ledger: kept({ 'campaigns.paused': ['c1'] }) },
    changes: ['adopt human 0: ', 'cost-cap human 0: monthlyCostCap ? -> 30000 | after adopt | on adAccountId'],
  },
  {
    name: 'an unreadable ledger, with an unknown cap',
    why: 'it may have had a value, so the cap counts as unknown and not as never recorded',
    sight: { unseen: ['monthlyCostCap'], ledger: { state: 'unreadable' } },
    changes: ['cost-cap human 0: monthlyCostCap ? -> 30000 | on adAccountId'],
  },
  {
    name: 'no ad account is bound, with an unknown cap',
    why: 'the layer is new: it has nothing to adopt',
    sight: { unseen: ['monthlyCostCap'], seen: { adAccountId: api(undefined) }, accounts: [] },
    desired: { only: { adAccountId: '7098765432109876543', monthlyCostCap: 30000 } },
    changes: [
      'binding human 0: adAccountId (absent) -> "7098765432109876543"',
      'cost-cap human 0: monthlyCostCap ? -> 30000 | after binding | on adAccountId',
    ],
  },
  {
    name: 'an unknown field that the document leaves out',
    why: 'nothing depends on it',
    sight: { unseen: ['objectives'] },
    desired: { without: ['objectives'] },
    changes: [],
  },
  {
    name: 'a pause of a layer that is not adopted',
    why: 'a pause waits for nothing; the cap and its budget at TikTok wait',
    sight: {
      unseen: ['monthlyCostCap', 'state'],
      seen: { accountBudget: api({ mode: 'UNLIMITED' }), capEnforcement: api('none') },
    },
    desired: { fields: { state: 'paused', capEnforcement: 'tiktok' } },
    changes: [
      'adopt human 0: ',
      'cost-cap human 0: monthlyCostCap ? -> 30000 | after adopt | on adAccountId',
      'cap-enforcement api 3: capEnforcement "none" -> "tiktok", accountBudget {"mode":"UNLIMITED"} -> {"mode":"MONTHLY_BUDGET","amount":"30000.00"} | after adopt | on adAccountId, tiktokBusinessId',
      'state human 0: state ? -> "paused"',
    ],
  },
  {
    name: 'a cap from the ledger that differs',
    why: 'the document moved since it was recorded',
    sight: { seen: { monthlyCostCap: recorded(12400) } },
    changes: ['cost-cap human 0: monthlyCostCap 12400 -> 30000 | on adAccountId'],
  },
  {
    name: 'an amount under a stated unit',
    why: 'before and after are both in wire form',
    desired: { fields: { monthlyCostCap: '350.00 USD' } },
    settings: theSettings({ unit: 'minor' }),
    changes: ['cost-cap human 0: monthlyCostCap 30000 -> 35000 | on adAccountId'],
  },
  {
    name: 'fewer objectives',
    why: 'the set is exact when written',
    desired: { fields: { objectives: ['app_installs'] } },
    changes: ['objectives human 0: objectives ["app_installs","video_view"] -> ["app_installs"]'],
  },
  {
    name: 'another event map',
    why: 'it is exact when written',
    desired: { fields: { 'capi.event_map': {} } },
    changes: ['event-map human 0: capi.event_map {"level_complete":"CompleteRegistration"} -> {}'],
  },
  {
    name: 'pixel and token',
    why: 'they change together, in one visit of a person',
    desired: { fields: { 'capi.pixel_id': 'CNEW', 'capi.access_token_vault_id': 'vault_new' } },
    changes: [
      `pixel human 0: capi.pixel_id "${PIXEL}" -> "CNEW", capi.access_token_vault_id "vault_xyz" -> "vault_new" | on adAccountId`,
    ],
  },
  {
    name: 'two fields of one change, of which one is writable',
    why: 'half a change by API would leave an unreviewed config',
    desired: { fields: { 'capi.pixel_id': 'CNEW', 'capi.access_token_vault_id': 'vault_new' } },
    sight: { writable: ['capi.pixel_id'] },
    changes: [
      `pixel human 0: capi.pixel_id "${PIXEL}" -> "CNEW", capi.access_token_vault_id "vault_xyz" -> "vault_new" | on adAccountId`,
    ],
  },
  {
    name: 'a new account with all dependent fields',
    why: 'fields of the account wait for it; its old value is not a basis next to its own change',
    desired: {
      fields: { adAccountId: '7000', 'capi.pixel_id': 'CNEW', monthlyCostCap: 31000, capEnforcement: 'tiktok' },
    },
    sight: { seen: { 'capi.enabled': api(false) } },
    changes: [
      'binding human 0: adAccountId "7098765432109876543" -> "7000"',
      `pixel human 0: capi.pixel_id "${PIXEL}" -> "CNEW" | after binding | on adAccountId`,
      'capi api 4: capi.enabled false -> true | after binding, pixel | on adAccountId, capi.pixel_id, capi.access_token_vault_id',
      'cost-cap human 0: monthlyCostCap 30000 -> 31000 | after binding | on adAccountId',
      'cap-enforcement human 0: capEnforcement ? -> "tiktok" | after binding, cost-cap | on adAccountId, monthlyCostCap',
    ],
  },
  {
    name: 'switching the relay off while the account changes',
    why: 'to stop something needs nothing but the layer',
    desired: { fields: { adAccountId: '7000', 'capi.enabled': false } },
    changes: [
      'binding human 0: adAccountId "7098765432109876543" -> "7000"',
      'capi api 4: capi.enabled true -> false | on adAccountId, capi.pixel_id, capi.access_token_vault_id',
    ],
  },
  {
    name: 'identities to share',
    why: 'TikTok shares them only manually; the binding waits for it',
    desired: { fields: { mode: 'agency', 'sharing.identities': ['id-1'] } },
    changes: [
      'sharing human 0: sharing.identities ? -> ["id-1"]',
      'binding human 0: mode "byo" -> "agency" | after sharing',
    ],
  },
  {
    name: 'a post to authorise',
    why: 'attaching a code is a button in the dashboard',
    desired: { fields: { spark: [{ post: 'ugc_1' }] }, spark: [{ post: 'ugc_1', variable: 'SPARK_ONE' }] },
    changes: ['spark human 0: spark ? -> [{"post":"ugc_1"}] | on adAccountId'],
  },
  {
    name: 'no enforcement, never set',
    why: 'it is unknown, and there is nothing to remove',
    desired: { fields: { capEnforcement: 'none' } },
    changes: [],
  },
  {
    name: 'no enforcement, after we set one',
    why: 'the ledger has one to remove',
    desired: { fields: { capEnforcement: 'none' } },
    sight: { seen: { capEnforcement: recorded('tiktok') } },
    changes: ['cap-enforcement human 0: capEnforcement "tiktok" -> "none" | on adAccountId, monthlyCostCap'],
  },
  {
    name: 'a pause together with other changes',
    why: 'a pause waits for nothing',
    desired: { fields: { adAccountId: '7000', state: 'paused' } },
    changes: ['binding human 0: adAccountId "7098765432109876543" -> "7000"', 'state human 0: state ? -> "paused"'],
  },
  {
    name: 'no layer in the project',
    why: 'the install comes first and everything depends on it',
    sight: {
      installed: 'no',
      only: Object.fromEntries(Object.keys(everything).map((path) => [path, api(undefined)])),
      writable: ['capi.enabled'],
    },
    desired: { only: { 'capi.enabled': true, monthlyCostCap: 30000, state: 'active' } },
    changes: [
      'install human 0: ',
      'capi api 4: capi.enabled (absent) -> true | after install | on adAccountId, capi.pixel_id, capi.access_token_vault_id',
      'cost-cap human 0: monthlyCostCap (absent) -> 30000 | after install | on adAccountId',
      'state human 0: state ? -> "active" | after install',
    ],
  },
];

describe('the changes of a layer', () => {
  test.each(cases)('$name: $why', ({ desired, sight, settings = theSettings(), changes }) => {
    const plan = planOf(aDesired(desired), aLive(sight), { settings });
    expect(plan.layers[0]?.changes.map(told)).toEqual(changes);
  });
});

describe('manual steps', () => {
  const todoOf = (desired: DesiredCase, sight: Sight = {}, settings = theSettings()) => {
    const change = planOf(aDesired(desired), aLive(sight), { settings }).layers[0]?.changes.find(
      ({ kind }) => kind !== 'adopt',
    );
    if (change?.step.by !== 'human') throw new Error('The first change is not a person’s.');
    return change.step.instructions;
  };

  test('members of the config are to be pasted, nested as Layers nests them', () => {
    const todo = todoOf({ fields: { 'capi.pixel_id': 'CNEW', 'capi.access_token_vault_id': 'vault_new' } });
    expect(todo.paste).toEqual({ capi: { pixel_id: 'CNEW', access_token_vault_id: 'vault_new' } });
    expect(todo.screen).toBe('https://app.layers.com/project/254a4ce1-f4ca-42b1-9e36-17ca45ef3d39/layers/pl_1');
  });

  test('dots in event names are not paths', () => {
    const todo = todoOf({ fields: { 'capi.event_map': { 'level.one': 'Login' } } });
    expect(todo.paste).toEqual({ capi: { event_map: { 'level.one': 'Login' } } });
  });

  test('a layer with an unknown id is linked by the page of its project', () => {
    const { layerId: _, ...live } = aLive({ installed: 'no' });
    const change = planOf(aDesired(), live).layers[0]?.changes[0];
    expect(change?.step).toMatchObject({
      instructions: { screen: 'https://app.layers.com/project/254a4ce1-f4ca-42b1-9e36-17ca45ef3d39/layers' },
    });
  });

  test('only missing posts are requested, and the code is named by its variable', () => {
    const spark = [
      { post: 'ugc_1', variable: 'SPARK_ONE' },
      { post: 'ugc_2', variable: 'SPARK_TWO' },
    ];
    const todo = todoOf(
      { spark, fields: { spark: spark.map(({ post }) => ({ post })) } },
      { seen: { spark: recorded([{ post: 'ugc_1' }]) } },
    );
    expect(todo.tasks).toEqual(['Open the post ugc_2, choose "Add Spark code", and paste the code from SPARK_TWO.']);
  });

  test('an agency binding names both Business Centers, the pixel and the account', () => {
    const todo = todoOf(
      { fields: { mode: 'agency' } },
      { unseen: ['adAccountId', 'mode'], accounts: [] },
      theSettings({ layersBusinessId: '7999' }),
    );
    const doing = todo.tasks.join('\n');
    for (const id of ['7999', '7012345678901234567', '7098765432109876543', PIXEL]) expect(doing).toContain(id);
  });

  test('an account that is connected already needs no OAuth: only the members are open', () => {
    const open = todoOf({}, { unseen: ['adAccountId'] });
    expect(open.tasks).toHaveLength(1);
    const byOAuth = todoOf({}, { unseen: ['adAccountId'], accounts: [] });
    expect(byOAuth.tasks.join(' ')).toContain('Connect via OAuth');
  });

  test('the monthly budget is an amount', () => {
    const todo = todoOf({ fields: { capEnforcement: 'tiktok' } });
    expect(todo.tasks).toEqual(['Set the monthly budget of ad account 7098765432109876543 to 30,000.00 USD.']);
    expect(todoOf({ fields: { capEnforcement: 'tiktok' } }, {}, theSettings({ unit: null })).tasks[0]).toContain(
      'the cap',
    );
  });

  test('a cap in a currency is not pasted while its unit is unknown', () => {
    const unit = theSettings({ unit: null });
    const alone = todoOf({ fields: { monthlyCostCap: '35000 USD' } }, {}, unit);
    expect(alone.paste).toBeUndefined();
    expect(alone.tasks).toEqual([
      'Set costCapUnit in reconcile.yaml, and plan again: the JSON then has the number for 35000 USD.',
    ]);
    expect(todoOf({ fields: { monthlyCostCap: 35000 } }, {}, unit).paste).toEqual({ monthlyCostCap: 35000 });
  });

  test('a new token in the vault is explained before it is pasted', () => {
    const todo = todoOf({ fields: { 'capi.access_token_vault_id': 'vault_new' } });
    expect(todo.tasks[0]).toContain('Generate access token');
    expect(todo.paste).toEqual({ capi: { access_token_vault_id: 'vault_new' } });
  });
});

test('the basis of a change is its live value, also if it is absent', () => {
  const plan = planOf(
    aDesired(),
    aLive({ seen: { 'capi.enabled': api(false) }, unseen: ['capi.access_token_vault_id'] }),
  );
  const capi = plan.layers[0]?.changes.find(({ kind }) => kind === 'capi');
  expect(capi?.basis.at(-1)).toEqual({ path: 'capi.access_token_vault_id', live: unknown });
});
