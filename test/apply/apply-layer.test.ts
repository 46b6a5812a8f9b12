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
  /** Kinds whose write is waiting. */
  readonly waiting?: readonly string[];
  readonly stop?: AbortSignal;
  readonly outcomes: readonly string[];
  /** Kinds that were written. */
  readonly written: readonly string[];
};

const cases: readonly Case[] = [
  {
    name: 'two writes',
    why: 'one is written after the other',
    changes: [aChange('pixel', []), aChange('capi', [], after('pixel'))],
    outcomes: ['done', 'done'],
    written: ['pixel', 'capi'],
  },
  {
    name: 'the first of three fails',
    why: 'a layer stops at its first failure, even before independent changes',
    changes: [aChange('pixel', []), aChange('objectives', []), aHumanChange('cost-cap', [])],
    failing: ['pixel'],
    outcomes: ['failed', 'not tried', 'not tried'],
    written: ['pixel'],
  },
  {
    name: 'a manual step in between',
    why: 'it blocks only its dependents',
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
    name: 'a manual step that depends on a manual step',
    why: 'it is not tried yet',
    changes: [aHumanChange('install', []), aHumanChange('binding', [], {}, after('install'))],
    outcomes: ['waiting on you', 'not tried'],
    written: [],
  },
  {
    name: 'a write that Layers queues',
    why: 'it is sent, and waits for its approver',
    changes: [aChange('pixel', [], { step: gated }), aChange('capi', [], after('pixel'))],
    waiting: ['pixel'],
    outcomes: ['waiting on a finance admin', 'not tried'],
    written: ['pixel'],
  },
  {
    name: 'a write that was requested before and is queued',
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
    name: 'an earlier interrupt',
    why: 'nothing is sent; manual steps are still reported',
    changes: [aChange('pixel', []), aHumanChange('cost-cap', [])],
    stop: stopped,
    outcomes: ['not tried apply/interrupted', 'waiting on you'],
    written: [],
  },
  { name: 'no changes', why: 'there are no entries', changes: [], outcomes: [], written: [] },
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
    const reported = entries.map(({ outcome, waitingOn, problems = [] }) => {
      if (outcome === 'failed') return problems[0]?.code === 'api/refused' ? outcome : 'failed without a reason';
      return [outcome, ...(waitingOn ? [`on ${waitingOn}`] : []), ...problems.map(({ code }) => code)].join(' ');
    });
    expect(reported).toEqual(outcomes);
    expect(tried).toEqual(written);
    expect(entries.map(({ change }) => change)).toEqual(changes.map(({ id }) => id));
  });

  test('an interrupt during a write finishes it and sends no other', async () => {
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
