import { describe, expect, test } from 'vitest';
import { type Confirmation, confirmProject, type StatementResult } from '../../src/apply/index.ts';
import type { ConfirmInput } from '../../src/apply/confirm-project.ts';
import type { Claim, Fields } from '../../src/model/index.ts';
import {
  ACCOUNT,
  PIXEL,
  aDesired,
  aLive,
  anEntry,
  kept,
  NOON,
  OURS,
  planOf,
  PROJECT,
  type Sight,
  type DesiredCase,
  WRITTEN,
} from '../support/layers.ts';
import { aLayer, api, recorded } from '../support/plan.ts';
import { idempotencyKey } from '../../src/apply/claim.ts';
import { never, type FakeLayers, fakeLayers, type FakeOptions } from './fake-layers.ts';

const claim = (run: string, minutes: number): Claim => ({
  run,
  revision: 4,
  until: new Date(NOON.getTime() + minutes * 60_000).toISOString(),
});

/** No API shows the cap, so a person confirms it. */
/** Adopted, because a person stated the objectives. */
const capUnseen: Sight = { seen: { objectives: recorded(WRITTEN.objectives) }, unseen: ['monthlyCostCap'] };

/** Of the only layer. */
type Result = StatementResult | Exclude<Confirmation, { readonly state: 'done' }>;

async function confirm(
  given: {
    readonly desired?: DesiredCase;
    readonly sight?: Sight;
    readonly pasted?: Fields;
    readonly options?: FakeOptions;
  },
  rest: Partial<ConfirmInput> = {},
): Promise<{ readonly result: Result; readonly fake: FakeLayers }> {
  const live = aLive(given.sight);
  const layer = planOf(aDesired(given.desired), live).layers[0] ?? aLayer();
  const fake = fakeLayers(given.options);
  const pasted = given.pasted && { pasted: given.pasted };
  const input = {
    project: layer.project,
    statements: [{ layer, live, ...pasted }],
    writer: fake.writer,
    holder: { run: 'ours', nonce: 'n-ours' },
    hasEnded: async () => false,
    owner: OURS,
    commit: null,
    now: NOON,
    ...rest,
  };
  const confirmed = await confirmProject(input, never);
  const [only] = confirmed.state === 'done' ? confirmed.layers : [];
  return { result: only ?? (confirmed as Result), fake };
}

describe('confirmProject', () => {
  const cases: readonly {
    name: string;
    why: string;
    given: Parameters<typeof confirm>[0];
    state: Result['state'] | string;
    log: readonly string[];
  }[] = [
    {
      name: 'a manual step',
      why: 'the confirmation is recorded',
      given: { sight: capUnseen },
      state: 'recorded',
      log: ['record r4 pl_1'],
    },
    {
      name: 'a layer that is not adopted',
      why: 'its current config is unknown, so its pasted config comes first',
      given: { sight: { unseen: ['monthlyCostCap'] } },
      state: 'confirm/not-adopted',
      log: [],
    },
    {
      name: 'a layer that was new when its plan was reviewed',
      why: 'the reviewed steps set its config, so there is nothing to adopt',
      given: {
        sight: { unseen: ['monthlyCostCap'], ledger: kept({}, { open: ['cost-cap'] }) },
        options: { ledger: { entries: { pl_1: kept({}, { open: ['cost-cap'] }) } } },
      },
      state: 'recorded',
      log: ['record r4 pl_1'],
    },
    { name: 'nothing to do', why: 'no manual step can be confirmed', given: {}, state: 'nothing', log: [] },
    {
      name: 'a manual step whose result an API shows',
      why: 'the API is the source, not the person',
      given: { desired: { fields: { monthlyCostCap: 35000 } } },
      state: 'nothing',
      log: [],
    },
    {
      name: 'no layer is installed',
      why: 'no statement about it can be true',
      given: { sight: { ...capUnseen, installed: 'no' } },
      state: 'confirm/contradicted',
      log: [],
    },
    {
      name: 'a different run is writing',
      why: 'one run writes at a time',
      given: { sight: capUnseen, options: { ledger: { claim: claim('theirs', 1) } } },
      state: 'taken',
      log: [],
    },
    {
      name: 'the claim of a different run has expired',
      why: 'its run ended early, so its revision is not used again',
      given: { sight: capUnseen, options: { ledger: { claim: claim('theirs', -1) } } },
      state: 'recorded',
      log: ['record r5 pl_1'],
    },
    {
      name: 'the project cannot be read',
      why: 'the holder of the claim is unknown',
      given: { sight: capUnseen, options: { failing: { project: 'api/unreachable' } } },
      state: 'api/unreachable',
      log: [],
    },
    {
      name: 'another run has recorded this layer since',
      why: 'the confirmed step may be outdated',
      given: { sight: capUnseen, options: { ledger: { entries: { pl_1: kept() } } } },
      state: 'changed',
      log: [],
    },
    {
      name: 'another run has recorded a different layer since',
      why: 'the statement does not depend on it',
      given: { sight: capUnseen, options: { ledger: { revision: 6, entries: { other: kept() } } } },
      state: 'recorded',
      log: ['record r7 pl_1'],
    },
    {
      name: 'the ledger does not fit',
      why: 'it is a problem before any write',
      given: {
        sight: capUnseen,
        options: { ledgerSize: { ok: false, problems: [{ code: 'ledger/too-large', message: 'Full.' }] } },
      },
      state: 'ledger/too-large',
      log: [],
    },
    {
      name: 'another run was slightly faster',
      why: 'both used the key of the same revision',
      given: { sight: capUnseen, options: { failing: { record: 'api/conflict' } } },
      state: 'taken',
      log: [],
    },
    {
      name: 'the write is refused',
      why: 'nothing is recorded',
      given: { sight: capUnseen, options: { failing: { record: 'api/forbidden' } } },
      state: 'api/forbidden',
      log: [],
    },
    {
      name: 'the whole config, equal to the API',
      why: 'values that no API shows are recorded as well',
      given: { sight: capUnseen, pasted: WRITTEN },
      state: 'recorded',
      log: ['record r4 pl_1'],
    },
    {
      name: 'the whole config of a layer without changes',
      why: 'a pasted config is a statement even if no step waits for it',
      given: { pasted: WRITTEN },
      state: 'recorded',
      log: ['record r4 pl_1'],
    },
    {
      name: 'objectives pasted in a different order',
      why: 'they are a set',
      given: { pasted: { ...WRITTEN, objectives: ['video_view', 'app_installs'] } },
      state: 'recorded',
      log: ['record r4 pl_1'],
    },
    {
      name: 'a config that disagrees with an API',
      why: 'it belongs to a different layer, or is old',
      given: { pasted: { ...WRITTEN, adAccountId: '7' } },
      state: 'confirm/contradicted',
      log: [],
    },
    {
      name: 'a config without a value that an API returns',
      why: 'absent and present are different values',
      given: { pasted: { mode: 'byo' } },
      state: 'confirm/contradicted',
      log: [],
    },
    {
      name: 'a config that disagrees with the ledger',
      why: 'the person has newer information than the ledger',
      given: { sight: { seen: { monthlyCostCap: recorded(1) } }, pasted: WRITTEN },
      state: 'recorded',
      log: ['record r4 pl_1'],
    },
  ];

  test.each(cases)('$name: $why', async ({ given, state, log }) => {
    const { result, fake } = await confirm(given);
    const reported = result.state === 'failed' ? result.problems[0]?.code : result.state;
    expect(reported).toBe(state);
    expect(fake.log).toEqual(log);
  });

  test('every member that an API contradicts is named', async () => {
    const { result } = await confirm({ pasted: { ...WRITTEN, adAccountId: '7', mode: 'agency' } });
    const messages = result.state === 'failed' ? result.problems.map(({ message }) => message) : [];
    expect(messages).toHaveLength(2);
    expect(messages.join()).toMatch(/mode.*adAccountId/s);
  });

  test('the entry has its owner, time, digest and revision', async () => {
    const { fake } = await confirm({ sight: capUnseen }, { commit: 'c0de' });
    const { digest, document } = planOf(aDesired(), aLive(capUnseen)).layers[0] ?? aLayer();
    const origin = {
      digest,
      document,
      revision: 4,
      commit: 'c0de',
      time: NOON.toISOString(),
      pixelCheck: { pixel: PIXEL, account: ACCOUNT, number: '1', time: NOON.toISOString() },
    } as const;
    const entry = anEntry(WRITTEN, origin);
    expect(fake.ledger()).toEqual({ revision: 4, entries: { pl_1: { state: 'kept', entry } }, unreadable: false });
    expect(fake.metadata()).toEqual({ other: 'tool' });
  });

  test('it uses the key of an apply of the same revision, so Layers rejects the second of the two', async () => {
    const { fake } = await confirm({ sight: capUnseen });
    expect(fake.keys).toEqual([idempotencyKey(PROJECT, 4, 'claim')]);
  });

  test('an entry under the ad account’s id moves to the layer’s', async () => {
    const options = { ledger: { entries: { [ACCOUNT]: kept(), other: kept() } } };
    const { fake } = await confirm({ sight: { ...capUnseen, ledger: kept() }, options });
    expect(Object.keys(fake.ledger().entries).sort()).toEqual(['other', 'pl_1']);
  });

  test('null in an API does not contradict a member that was not pasted', async () => {
    const { monthlyCostCap: _, ...pasted } = WRITTEN;
    const { result } = await confirm({ sight: { seen: { monthlyCostCap: api(null) } }, pasted });
    expect(result.state).toBe('recorded');
  });
});
