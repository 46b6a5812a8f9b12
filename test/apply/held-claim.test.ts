import { describe, expect, test } from 'vitest';
import { type HeldClaim, holdClaim } from '../../src/apply/held-claim.ts';
import type { Claim } from '../../src/model/index.ts';
import { NOON } from '../support/layers.ts';
import { never, type FakeLayers, fakeLayers, type FakeOptions } from './fake-layers.ts';

const minutes = (n: number) => new Date(NOON.getTime() + n * 60_000);
const claimOf = (run: string, revision: number, until: number): Claim => ({
  run,
  nonce: `n-${run}`,
  revision,
  until: minutes(until).toISOString(),
});

/** A claim until 12:15, and a clock. */
function setup(options: FakeOptions = {}): {
  readonly fake: FakeLayers;
  readonly held: HeldClaim;
  readonly setClock: (n: number) => void;
} {
  const claim = claimOf('ours', 4, 15);
  const fake = fakeLayers({ ledger: { claim }, ...options });
  let now = NOON;
  const held = holdClaim(fake.writer, 'p', claim, () => now, never);
  return {
    fake,
    held,
    setClock: (n) => {
      now = minutes(n);
    },
  };
}

describe('renewing the claim', () => {
  test.each([
    { at: 0, why: 'it has just been taken', renewed: false },
    { at: 9.9, why: 'more than five minutes are left', renewed: false },
    { at: 10, why: 'five minutes are left', renewed: true },
    { at: 16, why: 'it expired, and no other run took it', renewed: true },
  ])('after $at minutes: $why', async ({ at, renewed }) => {
    const { fake, held, setClock } = setup();
    setClock(at);
    expect(await held.renew()).toMatchObject({ ok: true });
    expect(fake.log).toEqual(renewed ? ['claim ours r4'] : []);
    expect(held.current()).toMatchObject({ revision: 4, until: minutes(renewed ? at + 15 : 15).toISOString() });
  });

  test('each renewal has its own key, or Layers would replay the first response', async () => {
    const { fake, held, setClock } = setup();
    setClock(11);
    await held.renew();
    setClock(25);
    await held.renew();
    expect(new Set(fake.keys).size).toBe(2);
    expect(fake.ledger().claim?.until).toBe(minutes(40).toISOString());
  });

  test('metadata that other tools wrote since is kept', async () => {
    const { fake, held, setClock } = setup();
    fake.meddle({ metadata: { other: 'newer', more: 1 } });
    setClock(11);
    await held.renew();
    expect(fake.metadata()).toEqual({ other: 'newer', more: 1 });
  });

  test('a claim that another run took over is not taken back', async () => {
    const { fake, held, setClock } = setup();
    fake.meddle({ ledger: { claim: claimOf('theirs', 5, 31) } });
    setClock(16);
    expect(await held.renew()).toMatchObject({ ok: false, problems: [{ code: 'apply/concurrent-run' }] });
    expect(fake.ledger().claim?.run).toBe('theirs');
  });

  test('a failed write is a problem, and the claim stays as it was', async () => {
    const { held, setClock } = setup({ failing: { claim: 'api/unreachable' } });
    setClock(11);
    expect(await held.renew()).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(held.current()).toEqual(claimOf('ours', 4, 15));
  });
});

describe('adding campaigns to the claim', () => {
  const layer = { key: 'pl_1', digest: 'sha256:first' };

  test('each is added once, and sorted', async () => {
    const { fake, held } = setup();
    for (const id of ['c2', 'c1', 'c2']) await held.addIntent(layer, id, 'pause');
    await held.addIntent(layer, 'c3', 'resume');
    expect(fake.ledger().claim?.intents).toEqual({
      pl_1: { digest: 'sha256:first', paused: ['c1', 'c2'], resumed: ['c3'] },
    });
  });

  test('a lost claim is a problem', async () => {
    const { fake, held } = setup();
    fake.meddle({ ledger: { claim: claimOf('theirs', 5, 31) } });
    expect(await held.addIntent(layer, 'c1', 'pause')).toMatchObject({ problems: [{ code: 'apply/concurrent-run' }] });
    expect(await held.check()).toMatchObject({ problems: [{ code: 'apply/concurrent-run' }] });
  });
});
