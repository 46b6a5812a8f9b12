import { schemaId } from '../../src/model/version.ts';
import { describe, expect, test } from 'vitest';
import { makePlan, parsePlan, planSchema } from '../../src/plan/index.ts';
import { planAsJson } from '../../src/render/index.ts';
import { aDesired, aLive, codesOf, inputOf, kept, layers, planOf, theSettings, WRITTEN } from '../support/layers.ts';
import { api, recorded, unknown } from '../support/plan.ts';

describe('which layers a plan is about', () => {
  test('a layer that could not be read is not planned: a guess would be worse than a gap', () => {
    const { desired, live } = layers(2);
    expect(planOf(desired, live.slice(1)).layers.map(({ name }) => name)).toEqual(['layer-01']);
  });

  test('a live layer without a document is foreign', () => {
    const { desired, live } = layers(2);
    expect(planOf(desired.slice(1), live).layers.map(({ name }) => name)).toEqual(['layer-01']);
  });

  test('layers are sorted by name for any input order', () => {
    const { desired, live } = layers(3);
    const plan = planOf([...desired].reverse(), live);
    expect(plan).toEqual(planOf(desired, [...live].reverse()));
    expect(plan.layers.map(({ name }) => name)).toEqual(['layer-00', 'layer-01', 'layer-02']);
  });

  test('no documents make an empty plan', () => {
    expect(planOf([], [])).toMatchObject({ layers: [], refusals: [], money: [], calls: { used: 10, forecast: 10 } });
  });
});

describe('the head of a layer in a plan', () => {
  test('a field that nothing asks for is missing: a member without a value would not survive a saved plan', () => {
    const [layer] = planOf(aDesired({ without: ['capi.pixel_id'] })).layers;
    expect(layer?.desired).toStrictEqual(JSON.parse(JSON.stringify(layer?.desired)));
  });

  test('a field that was applied and is no longer written is released, and stays', () => {
    const plan = planOf(aDesired({ without: ['monthlyCostCap', 'capi.event_map'] }), aLive({ ledger: kept() }));
    expect(plan.layers[0]?.changes).toEqual([]);
    expect(plan.layers[0]?.released).toEqual([
      { path: 'monthlyCostCap', live: api(30000) },
      { path: 'capi.event_map', live: api(WRITTEN['capi.event_map']) },
    ]);
  });

  test('a released field with an unknown value stays unknown', () => {
    const live = aLive({ ledger: kept({ state: 'paused' }) });
    expect(planOf(aDesired(), live).layers[0]?.released).toEqual([{ path: 'state', live: unknown }]);
  });

  test('a value stated as absent is not released', () => {
    const live = aLive({ ledger: kept({ monthlyCostCap: null }) });
    expect(planOf(aDesired({ without: ['monthlyCostCap'] }), live).layers[0]?.released).toEqual([]);
  });

  test('an edited ledger releases nothing', () => {
    const live = aLive({ ledger: { state: 'unreadable' } });
    expect(planOf(aDesired({ without: ['monthlyCostCap'] }), live).layers[0]?.released).toEqual([]);
  });

  test('config that no API returns is unknown, also if no document sets it', () => {
    const plan = planOf(
      aDesired({ without: ['objectives'] }),
      aLive({ unseen: ['objectives', 'monthlyCostCap'], seen: { 'capi.event_map': recorded({}) } }),
    );
    expect(plan.layers[0]?.unknown).toEqual(['objectives', 'monthlyCostCap']);
  });

  test('a field outside the config is not missed', () => {
    expect(planOf().layers[0]?.unknown).toEqual([]);
  });

  test('the currency is that of TikTok, then of Layers, then undefined', () => {
    const account = { state: 'unreadable', reason: 'x' } as const;
    const currencyOf = (live: ReturnType<typeof aLive>) => planOf(aDesired(), live).layers[0]?.currency;
    expect(currencyOf(aLive({ account: { currency: 'EUR' } }))).toBe('EUR');
    expect(currencyOf(aLive({ account }))).toBe('USD');
    expect(currencyOf(aLive({ account, accounts: [] }))).toBe(null);
  });
});

describe('documents that contradict their accounts', () => {
  test('every one is reported, and there is no plan', () => {
    const { desired, live } = layers(3, (n) => (n === 1 ? {} : { desired: { fields: { monthlyCostCap: '1 EUR' } } }));
    const result = makePlan(inputOf(desired, live));
    expect(result).toMatchObject({ ok: false, problems: [{ layer: 'layer-00' }, { layer: 'layer-02' }] });
    expect(codesOf(result)).toEqual(['cap/currency', 'cap/currency']);
  });

  const location = { '': at(1), monthlyCostCap: { file: 'defaults/ios.yaml', line: 3, column: 17 } };
  const twoCurrencies = (given: Parameters<typeof aDesired>[0]) => {
    const { desired, live } = layers(2, (n) => ({
      desired: { location, ...given },
      sight: { account: { currency: n === 0 ? 'USD' : 'EUR' } },
    }));
    return makePlan(inputOf(desired, live));
  };

  test('one bare cap inherited in two currencies would mean two amounts', () => {
    const result = twoCurrencies({ inherited: true });
    expect(codesOf(result)).toEqual(['document/two-currencies']);
    expect(result).toMatchObject({ problems: [{ location: location.monthlyCostCap }] });
  });

  test('bare caps in the documents themselves are each meant for one account', () => {
    expect(codesOf(twoCurrencies({ inherited: false }))).toEqual([]);
  });

  test('one bare cap inherited in one currency is one amount', () => {
    const { desired, live } = layers(2, () => ({ desired: { location, inherited: true } }));
    expect(codesOf(makePlan(inputOf(desired, live)))).toEqual([]);
  });
});

describe('a saved plan', () => {
  const plan = planOf(
    aDesired({ fields: { monthlyCostCap: 45000, spark: [{ post: 'ugc_1' }], 'capi.event_map': { x: 'Lead' } } }),
    aLive({ killSwitch: true, ledger: kept({ state: 'paused' }), unseen: ['objectives'] }),
    { allow: [{ policy: 'cap-increase', subject: 'acme-ios' }], settings: theSettings({ unit: 'minor' }) },
  );

  /** A plan of a different version: its checksum is valid. */
  const sealed = (members: object) => planAsJson(members as typeof plan);
  const edited = (from: string, to: string) => sealed(JSON.parse(JSON.stringify(plan).replaceAll(from, to)));

  test('is read as it was written', () => {
    expect(plan.allowed).toHaveLength(1);
    expect(parsePlan(planAsJson(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
  });

  test.each([
    ['no JSON', '{'],
    ['another format', sealed({ ...plan, format: 'terraform-plan' })],
    ['a later version', sealed({ ...plan, version: 2 })],
    ['a member that this version does not know', sealed({ ...plan, shard: '1/2' })],
    ['a change of an unknown kind', edited('"kind":"cost-cap"', '"kind":"budget"')],
    ['a field of another path', edited('"path":"monthlyCostCap"', '"path":"budget"')],
  ])('is refused if it is %s', (_, text) => {
    expect(parsePlan(text)).toBeUndefined();
  });

  test('it matches its schema', () => {
    expect(planSchema()).toMatchObject({ $id: schemaId('plan'), type: 'object' });
  });
});

function at(line: number) {
  return { file: 'layers/acme-ios.yaml', line, column: 1 };
}

test('a policy allowed for all is listed for each layer that it refused', () => {
  const raised = layers(2, () => ({ desired: { fields: { monthlyCostCap: 60_000 } } }));
  const plan = planOf(raised.desired, raised.live, { allow: [{ policy: 'cap-increase', subject: 'all' }] });
  expect(plan.refusals).toEqual([]);
  expect(plan.allowed).toEqual([
    { policy: 'cap-increase', subject: 'layer-00' },
    { policy: 'cap-increase', subject: 'layer-01' },
  ]);
});
