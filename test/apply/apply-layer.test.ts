import { describe, expect, test } from 'vitest';
import type { WriteOutcome } from '../../src/apply/executors/executor.ts';
import { applyLayer } from '../../src/apply/apply-layer.ts';
import type { Change, Result, Step } from '../../src/model/index.ts';
import { aChange, aHumanChange, aLayer } from '../support/plan.ts';
import { never, stopped } from './fake-layers.ts';

const gated = {
  by: 'gated',
  approver: 'a finance admin',
  campaigns: [{ id: 'a', name: 'A', verb: 'pause', predicted: 'queued' }],
} as const satisfies Step;
const after = (...kinds: readonly string[]) => ({ dependsOn: kinds.map((kind) => `acme-ios/${kind}`) });

type Case = {
  readonly name: string;
  readonly why: string;
  readonly changes: readonly Change[];
  /** Kinds whose write fails. */
  readonly failing?: readonly string[];
  /** Kinds whose write waits for somebody. */
  readonly waiting?: readonly string[];
  readonly stop?: AbortSignal;
  readonly outcomes: readonly string[];
  /** Kinds that were written. */
  readonly written: readonly string[];
};

const cases: readonly Case[] = [
  {
    name: 'two writes',
    why: 'they go one after the other',
    changes: [aChange('pixel', []), aChange('capi', [], after('pixel'))],
    outcomes: ['done', 'done'],
    written: ['pixel', 'capi'],
  },
  {
    name: 'the first of three fails',
    why: 'a layer stops at its first failure, also before what does not rest on it',
    changes: [aChange('pixel', []), aChange('objectives', []), aHumanChange('cost-cap', [])],
    failing: ['pixel'],
    outcomes: ['failed', 'not tried', 'not tried'],
    written: ['pixel'],
  },
  {
    name: 'a person’s step in between',
    why: 'it holds up only what rests on it',
    changes: [
      aHumanChange('binding', []),
      aChange('pixel', [], after('binding')),
      aChange('capi', [], after('binding', 'pixel')),
      aChange('objectives', []),
    ],
    outcomes: ['waiting on you', 'not tried', 'not tried', 'done'],
    written: ['objectives'],
  },
  {
    name: 'a person’s step that rests on a person’s step',
    why: 'it is not yet their turn',
    changes: [aHumanChange('install', []), aHumanChange('binding', [], {}, after('install'))],
    outcomes: ['waiting on you', 'not tried'],
    written: [],
  },
  {
    name: 'a write that Layers holds',
    why: 'it is sent, and waits for its approver',
    changes: [aChange('pixel', [], { step: gated }), aChange('capi', [], after('pixel'))],
    waiting: ['pixel'],
    outcomes: ['waiting on a finance admin', 'not tried'],
    written: ['pixel'],
  },
  {
    name: 'what was asked for before and waits',
    why: 'it is not sent again',
    changes: [
      aChange('campaigns', [], {
        step: { ...gated, campaigns: [{ id: 'a', name: 'A', verb: 'pause', predicted: 'requested' }] },
      }),
    ],
    outcomes: ['waiting on a finance admin'],
    written: [],
  },
  {
    name: 'a stop that came before',
    why: 'nothing is begun any more; what a person has to do is still told',
    changes: [aChange('pixel', []), aHumanChange('cost-cap', [])],
    stop: stopped,
    outcomes: ['not tried apply/interrupted', 'waiting on you'],
    written: [],
  },
  { name: 'no changes', why: 'there is nothing to tell', changes: [], outcomes: [], written: [] },
];

describe('applyLayer', () => {
  test.each(cases)('$name: $why', async ({ changes, failing = [], waiting = [], stop = never, outcomes, written }) => {
    const tried: string[] = [];
    const execute = async ({ kind }: Change): Promise<Result<WriteOutcome>> => {
      tried.push(kind);
      if (!failing.includes(kind))
        return { ok: true, value: waiting.includes(kind) ? { waitingOn: 'a finance admin' } : {} };
      return { ok: false, problems: [{ code: 'api/refused', message: 'No.' }] };
    };
    const entries = await applyLayer(aLayer({ changes }), execute, stop);
    const told = entries.map(({ outcome, waitingOn, problems = [] }) => {
      if (outcome === 'failed') return problems[0]?.code === 'api/refused' ? outcome : 'failed without a reason';
      return [outcome, ...(waitingOn ? [`on ${waitingOn}`] : []), ...problems.map(({ code }) => code)].join(' ');
    });
    expect(told).toEqual(outcomes);
    expect(tried).toEqual(written);
    expect(entries.map(({ change }) => change)).toEqual(changes.map(({ id }) => id));
  });

  test('a stop during a write lets it finish and starts no other', async () => {
    const stop = new AbortController();
    const execute = async (): Promise<Result<WriteOutcome>> => {
      stop.abort();
      return { ok: true, value: {} };
    };
    const layer = aLayer({ changes: [aChange('pixel', []), aChange('objectives', [])] });
    const entries = await applyLayer(layer, execute, stop.signal);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'not tried']);
  });
});
