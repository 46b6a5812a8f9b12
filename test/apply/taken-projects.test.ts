import { expect, test } from 'vitest';
import { applyPlan } from '../../src/apply/index.ts';
import type { Claim } from '../../src/model/index.ts';
import { writersFor } from '../support/writers.ts';
import { layers, NOON, OURS, planOf } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { never, fakeLayers } from './fake-layers.ts';

test.each([
  { name: 'that ends is applied later', seconds: 30, outcomes: ['done', 'done', 'done'], concurrent: 0 },
  {
    name: 'that never ends is the only one not tried',
    seconds: 600,
    outcomes: ['not tried', 'done', 'done'],
    concurrent: 1,
  },
])(
  'a project claimed by another run $name: the other projects come first',
  async ({ seconds, outcomes, concurrent }) => {
    const { desired, live } = layers(3, () => ({ sight: { seen: { 'capi.enabled': api(false) } } }));
    const until = new Date(NOON.getTime() + seconds * 1_000).toISOString();
    const claim: Claim = { run: 'theirs', nonce: 'n2', revision: 4, until };
    const fakes = desired.map((_, index) => fakeLayers(index === 0 ? { ledger: { claim } } : {}));
    const log: string[] = [];
    let now = NOON.getTime();
    const applied = await applyPlan({
      plan: planOf(desired, live),
      desired,
      live,
      writersFor: ({ project }) => {
        const index = desired.findIndex((one) => one.project === project);
        const { writer } = fakes[index] ?? fakeLayers();
        return writersFor({
          ...writer,
          writeConfig: (...given) => {
            log.push(`write ${index}`);
            return writer.writeConfig(...given);
          },
        });
      },
      holder: { run: 'ours', nonce: 'n1' },
      hasEnded: async () => false,
      owner: OURS,
      commit: null,
      now: () => new Date(now),
      journal: async () => ({ ok: true, value: undefined }),
      stop: never,
      waitClaimMs: 120_000,
      sleep: async (ms) => {
        now += ms;
      },
      waiting: (_, run) => log.push(`waits for ${run}`),
      replan: async () => ({ state: 'failed', problems: [] }),
    });
    expect(applied.entries.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(applied.concurrentRuns.length).toBe(concurrent);
    expect(log).toEqual(['write 1', 'write 2', 'waits for theirs', ...(concurrent === 0 ? ['write 0'] : [])]);
  },
);
