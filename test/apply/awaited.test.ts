import { expect, test } from 'vitest';
import { awaitedChanges } from '../../src/apply/index.ts';
import type { Change, Entry } from '../../src/model/index.ts';
import { api } from '../support/plan.ts';

const human: Change['step'] = { by: 'human', instructions: { screen: 'Layers', tasks: ['Do it.'] } };
const gated: Change['step'] = { by: 'gated', approver: 'the customer', campaigns: [] };
const seen = { path: 'pixelShare', before: api(undefined), after: 'C1' } as const;
const unseen = { path: 'objectives', before: { provenance: 'unknown' }, after: ['reach'] } as const;

test.each<{
  name: string;
  why: string;
  change: Partial<Change>;
  outcome?: Entry['outcome'];
  isAwaited: boolean;
}>([
  {
    name: 'a requested partnership',
    why: 'TikTok shows it',
    change: { kind: 'partnership', step: { by: 'api' } },
    isAwaited: true,
  },
  { name: 'an installation', why: 'Layers shows the layer', change: { kind: 'install' }, isAwaited: true },
  {
    name: 'a queued write',
    why: 'Layers shows its result',
    change: { kind: 'campaigns', step: gated },
    isAwaited: true,
  },
  { name: 'a share', why: 'TikTok shows it', change: { kind: 'pixel-share', fields: [seen] }, isAwaited: true },
  {
    name: 'a step without a visible value',
    why: 'only a statement ends it',
    change: { kind: 'objectives', fields: [unseen] },
    isAwaited: false,
  },
  {
    name: 'a step with one visible value',
    why: 'it shows a part',
    change: { kind: 'binding', fields: [unseen, seen] },
    isAwaited: true,
  },
  { name: 'a layer to adopt', why: 'only a person can copy it', change: { kind: 'adopt' }, isAwaited: false },
  {
    name: 'a new Spark code',
    why: 'it needs a new variable',
    change: { kind: 'spark-authorise', fields: [seen] },
    isAwaited: false,
  },
  {
    name: 'a step that was not tried',
    why: 'it waits for another change',
    change: { kind: 'pixel-share', fields: [seen] },
    outcome: 'not tried',
    isAwaited: false,
  },
])('$name is awaited: $isAwaited ($why)', ({ change, outcome = 'waiting', isAwaited }) => {
  const one: Change = {
    id: 'a/x',
    kind: 'state',
    layer: 'a',
    fields: [],
    step: human,
    dependsOn: [],
    basis: [],
    calls: 0,
    ...change,
  };
  const awaited = awaitedChanges(
    [{ change: one.id, layer: one.layer, kind: one.kind, outcome, waitingOn: 'you' }],
    [one],
  );
  expect(awaited).toEqual(isAwaited ? [{ layer: 'a', kind: one.kind, waitingOn: 'you' }] : []);
});
