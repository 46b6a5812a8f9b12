import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/apply/index.ts';
import type { LiveCampaign, Claim } from '../../src/model/index.ts';
import { writersFor } from '../support/writers.ts';
import { aDesired, aLive, NOON, OURS, planOf, PROJECT } from '../support/layers.ts';
import { api } from '../support/plan.ts';
import { never, fakeLayers } from './fake-layers.ts';

const minutes = (n: number): string => new Date(NOON.getTime() + n * 60_000).toISOString();
const theirs: Claim = { run: 'theirs', nonce: 'n2', revision: 5, until: minutes(30) };

/** Pauses three campaigns. `onPause` is called after each pause with its number, counted from 1. */
async function pauseThree(
  onPause: (n: number, fake: ReturnType<typeof fakeLayers>, sleep: (ms: number) => void) => void,
) {
  const campaigns = new Map(
    ['a', 'b', 'c'].map((id): [string, LiveCampaign] => [id, { id, name: id, status: 'active' }]),
  );
  let now = NOON.getTime();
  let pauses = 0;
  let until = '';
  const fake = fakeLayers({
    campaigns: () => [...campaigns.values()],
    before: ({ claim }) => {
      until = claim?.until ?? until;
    },
    onCampaign: (id) => {
      campaigns.set(id, { id, name: id, status: 'paused' });
      pauses += 1;
      onPause(pauses, fake, (ms) => {
        now += ms;
      });
      return undefined;
    },
  });
  const desired = [aDesired({ fields: { state: 'paused' } })];
  const sight = { 'campaigns.running': api(['a', 'b', 'c']), state: api('paused') };
  const live = [{ ...aLive({ seen: sight }), campaigns: [...campaigns.values()] }];
  const applied = await applyPlan({
    plan: planOf(desired, live),
    desired,
    live,
    writersFor: () => writersFor(fake.writer),
    holder: { run: 'ours', nonce: 'n1' },
    hasEnded: async () => false,
    owner: OURS,
    commit: null,
    now: () => new Date(now),
    journal: async () => ({ ok: true, value: undefined }),
    stop: never,
    waitClaimMs: 0,
    sleep: async () => {},
    replan: async () => ({ state: 'failed', problems: [] }),
  });
  const codes = applied.entries.flatMap(({ outcome, problems = [] }) => [outcome, ...problems.map(({ code }) => code)]);
  return { applied, fake, codes, until, sent: fake.log.filter((line) => line.startsWith('pause')) };
}

describe('the claim between two campaigns', () => {
  test('is unchanged, so all are paused', async () => {
    const { codes, sent } = await pauseThree(() => {});
    expect(codes).toEqual(['done']);
    expect(sent).toEqual(['pause a', 'pause b', 'pause c']);
  });

  test.each([
    { name: 'belongs to another run', claim: theirs },
    { name: 'was removed', claim: undefined },
  ])('$name: it stops before the next and reports the part that is done', async ({ claim }) => {
    const { applied, codes, sent } = await pauseThree((n, fake) => {
      if (n === 1) fake.meddle({ ledger: { revision: 4, claim } as object });
    });
    expect(sent).toEqual(['pause a']);
    expect(codes).toEqual(['failed', 'apply/concurrent-run', 'apply/partial']);
    expect(applied.notRecorded).toEqual([{ project: PROJECT, layers: ['acme-ios'], until: null }]);
  });

  test('is about to expire: it is renewed, and all are paused', async () => {
    const { codes, sent, until } = await pauseThree((n, _, sleep) => {
      if (n === 2) sleep(12 * 60_000);
    });
    expect(sent).toEqual(['pause a', 'pause b', 'pause c']);
    expect(until).toBe(minutes(12 + 15));
    expect(codes).toEqual(['done']);
  });
});
