import { describe, expect, test } from 'vitest';
import {
  entryAfter,
  entryPasted,
  entryStated,
  hasUnrecordedBudget,
  isStatement,
  ledgerKey,
} from '../../src/apply/ledger-entry.ts';
import { CONFIG_PATHS, type Fields, type LedgerView, type PlannedLayer } from '../../src/model/index.ts';
import {
  ACCOUNT,
  aDesired,
  aLive,
  anEntry,
  fromLedger,
  kept,
  OURS,
  planOf,
  type Sight,
  type DesiredCase,
  WRITTEN,
} from '../support/layers.ts';
import { aLayer, api, recorded } from '../support/plan.ts';

const signature = { owner: OURS, commit: 'c0de', time: '2026-11-10T12:00:00.000Z', revision: 4 };
const none: LedgerView = { state: 'none' };

const planned = (desired: DesiredCase = {}, sight: Sight = {}): PlannedLayer =>
  planOf(aDesired(desired), aLive(sight)).layers[0] ?? aLayer();

describe('the ledger key of a layer', () => {
  test('is its id, so that it survives a different ad account or name', () => {
    expect(ledgerKey({ layerId: 'pl_1', desired: WRITTEN })).toBe('pl_1');
  });

  test('is its ad account if Layers shows no id', () => {
    expect(ledgerKey({ layerId: null, desired: WRITTEN })).toBe(ACCOUNT);
  });
});

describe('the entry after an apply', () => {
  const relayOff: Sight = { seen: { 'capi.enabled': api(false) } };
  const open: DesiredCase = { fields: { monthlyCostCap: 35000 } };
  const cases: readonly {
    name: string;
    why: string;
    desired?: DesiredCase;
    sight?: Sight;
    before?: LedgerView;
    done?: readonly string[];
    config: Fields;
  }[] = [
    { name: 'nothing to do', why: 'values found equal are recorded', config: WRITTEN },
    {
      name: 'a write that is done',
      why: 'a finished change is recorded',
      sight: relayOff,
      done: ['capi'],
      config: WRITTEN,
    },
    {
      name: 'a write that is not done',
      why: 'a desired value is not a live value',
      sight: relayOff,
      config: without('capi.enabled'),
    },
    {
      name: 'an open manual step',
      why: 'the last known value stays',
      desired: open,
      before: kept(),
      config: WRITTEN,
    },
    {
      name: 'an open manual step without an earlier value',
      why: 'nothing is known',
      desired: open,
      config: without('monthlyCostCap'),
    },
    {
      name: 'a field that was released',
      why: 'the applied value stays live, and recorded',
      desired: { without: ['objectives'] },
      before: kept({ ...WRITTEN, objectives: ['reach'] }),
      config: { ...WRITTEN, objectives: ['reach'] },
    },
    {
      name: 'an entry that was edited manually',
      why: 'none of its values are kept',
      desired: { without: ['objectives'] },
      before: { state: 'unreadable' },
      config: without('objectives'),
    },
    {
      name: 'an amount',
      why: 'the wire value is recorded, so that it compares with the live one',
      desired: { fields: { monthlyCostCap: '30000.00 USD' } },
      config: WRITTEN,
    },
    {
      name: 'posts that are live but not in the document',
      why: 'they stay live, so they need no second manual step',
      desired: { fields: { spark: [{ post: 'ugc_1' }] } },
      sight: { seen: { spark: recorded([{ post: 'ugc_1' }, { post: 'ugc_2' }]) } },
      before: kept({ spark: [{ post: 'ugc_1' }, { post: 'ugc_2' }] }),
      config: { ...WRITTEN, spark: [{ post: 'ugc_1' }, { post: 'ugc_2' }] },
    },
    {
      name: 'a new post',
      why: 'all live posts are recorded',
      desired: { fields: { spark: [{ post: 'ugc_2' }] } },
      sight: { seen: { spark: recorded([{ post: 'ugc_1' }]) } },
      before: kept({ spark: [{ post: 'ugc_1' }] }),
      done: ['spark'],
      config: { ...WRITTEN, spark: [{ post: 'ugc_1' }, { post: 'ugc_2' }] },
    },
    {
      name: 'no enforcement, and none was ever set',
      why: 'the default is known',
      desired: { fields: { capEnforcement: 'none' } },
      config: { ...WRITTEN, capEnforcement: 'none' },
    },
  ];

  test.each(cases)('$name: $why', ({ desired, sight, before = none, done = [], config }) => {
    const layer = planned(desired, sight);
    const outcomes = done.map((kind) => ({ change: `acme-ios/${kind}`, outcome: 'done' as const }));
    const entry = entryAfter(layer, { ...aLive(sight), ledger: before }, outcomes, signature);
    expect(entry).toMatchObject({ config, digest: layer.digest, document: layer.document, ...signature });
    expect(entry.config).toEqual(config);
  });
});

describe('the entry after a confirmation', () => {
  const desired: DesiredCase = { fields: { monthlyCostCap: 35000 } };

  test('manual steps are done, changes by API are not', () => {
    const objectives = recorded(WRITTEN.objectives);
    const sight: Sight = { seen: { 'capi.enabled': api(false), objectives }, unseen: ['monthlyCostCap'] };
    const entry = entryStated(planned(desired, sight), { ...aLive(sight), ledger: none }, signature);
    expect(entry.config).toEqual({ ...without('capi.enabled'), monthlyCostCap: 35000 });
  });

  test('a value that an API shows is not recorded from a person', () => {
    expect(entryStated(planned(desired), { ...aLive(), ledger: kept() }, signature).config).toEqual(WRITTEN);
  });

  test('a manual step is a statement if no API shows any of its fields', () => {
    const kinds = (layer: PlannedLayer) => layer.changes.filter(isStatement).map(({ kind }) => kind);
    expect(kinds(planned(desired, { seen: { monthlyCostCap: recorded(1) } }))).toEqual(['cost-cap']);
    expect(kinds(planned(desired, { unseen: ['monthlyCostCap'] }))).toEqual(['cost-cap']);
    expect(kinds(planned(desired))).toEqual([]);
    expect(kinds(planned({}, { seen: { mode: api('agency') }, unseen: ['adAccountId'] }))).toEqual([]);
    expect(kinds(planned({}, { installed: 'no' }))).toEqual([]);
  });
});

describe('the entry after the whole config was pasted', () => {
  test('absent members are recorded as absent', () => {
    const layer = aLayer({ digest: 'sha256:d' });
    const entry = entryPasted({ mode: 'byo' }, layer, aLive(), signature);
    const absent = Object.fromEntries(CONFIG_PATHS.map((path) => [path, null]));
    const { digest, document } = layer;
    expect(entry).toEqual({ config: { ...absent, mode: 'byo' }, digest, document, ...signature });
  });

  test('fields outside the config stay recorded', () => {
    const live = aLive({ ledger: kept({ state: 'paused', mode: 'agency' }) });
    const entry = entryPasted(WRITTEN, aLayer(), live, signature);
    expect(entry.config).toEqual({ ...WRITTEN, state: 'paused' });
  });

  test('recorded and read back, it is the pasted config', () => {
    const { config } = entryPasted(WRITTEN, aLayer(), aLive(), signature);
    const live = aLive({ only: fromLedger(config), ledger: { state: 'kept', entry: anEntry(config) } });
    expect(planOf(aDesired(), live).layers[0]?.changes).toEqual([]);
  });
});

function without(path: keyof typeof WRITTEN): Fields {
  return Object.fromEntries(Object.entries(WRITTEN).filter(([key]) => key !== path));
}

describe('a budget at TikTok with a lost record', () => {
  const budget = (amount: string) => ({ mode: 'MONTHLY_BUDGET', amount });
  const enforced: DesiredCase = { fields: { capEnforcement: 'tiktok' } };
  const sightOf = (live: string, ledger: Fields): Sight => ({
    seen: { capEnforcement: api('tiktok'), accountBudget: api(budget(live)) },
    ledger: kept(ledger),
  });
  const cases: readonly { name: string; live: string; ledger: Fields; isUnrecorded: boolean; recorded: unknown }[] = [
    {
      name: 'live as desired, and the ledger has an older one',
      live: '30000.00',
      ledger: { capEnforcement: 'tiktok', accountBudget: budget('28000.00') },
      isUnrecorded: true,
      recorded: budget('30000.00'),
    },
    {
      name: 'live as desired, and in the ledger',
      live: '30000.00',
      ledger: { capEnforcement: 'tiktok', accountBudget: budget('30000.00') },
      isUnrecorded: false,
      recorded: budget('30000.00'),
    },
    {
      name: 'live as desired, and not in the entry: its write was reported as failed',
      live: '30000.00',
      ledger: {},
      isUnrecorded: true,
      recorded: budget('30000.00'),
    },
    {
      name: 'live is different: the plan changes it, and the ledger keeps what was set',
      live: '28000.00',
      ledger: { capEnforcement: 'tiktok', accountBudget: budget('28000.00') },
      isUnrecorded: false,
      recorded: budget('28000.00'),
    },
  ];

  test.each(cases)('$name', ({ live, ledger, isUnrecorded, recorded: expected }) => {
    const sight = sightOf(live, ledger);
    const layer = planned(enforced, sight);
    expect(hasUnrecordedBudget(layer, aLive(sight))).toBe(isUnrecorded);
    expect(entryAfter(layer, aLive(sight), [], signature).config.accountBudget).toEqual(expected);
  });
});
