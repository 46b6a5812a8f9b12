import { Agent } from 'undici';
import { describe, expect, test } from 'vitest';
import { createLayers } from '../../src/layers/index.ts';
import type { LayersWriter } from '../../src/model/index.ts';
import type { FaultInput, Sandbox, World } from '../../src/sandbox/index.ts';
import { NEVER } from '../http/harness.ts';
import { ACCOUNT, adsWorld, campaignIn, layerIn, P, send } from '../sandbox/layers-harness.ts';
import { EMPTY_PROJECT, inSandbox, KEY, PROJECT, READER, RIVALS_PROJECT } from '../sandbox/harness.ts';
import { fakeDeadlines } from '../support/fake-deadlines.ts';

const ONCE = '0d6b5f6e-0000-4000-8000-00000000000a';
const AGAIN = '0d6b5f6e-0000-4000-8000-00000000000b';

type Axis = 'off' | 'draft' | 'auto';
const structural = (value: Axis) => (world: World) => {
  layerIn(world).defaults = { creative: 'off', tactical: 'off', structural: value };
};
const switched = (switches: Partial<World['switches']>, change: (world: World) => void = structural('draft')) => {
  return (world: World) => {
    change(world);
    Object.assign(world.switches, switches);
  };
};

/** Over HTTP; waits are skipped. */
async function inLayers<T>(
  change: (world: World) => void,
  act: (port: LayersWriter, sandbox: Sandbox) => Promise<T>,
  key = KEY,
): Promise<T> {
  const dispatcher = new Agent({ keepAliveTimeout: 10, keepAliveMaxTimeout: 10 });
  const { deadline } = fakeDeadlines();
  const machine = { dispatcher, deadline, sleep: async () => undefined, now: () => new Date(0), random: () => 0.5 };
  try {
    return await inSandbox(adsWorld(change), (sandbox) =>
      act(createLayers({ machine, origin: sandbox.origin, key, transport: { kind: 'documented' } }).writer, sandbox),
    );
  } finally {
    await dispatcher.close();
  }
}

const pause = (port: LayersWriter, key = ONCE) => port.setCampaign(PROJECT, 'cmp_ONE', 'pause', key, NEVER);
const resume = (port: LayersWriter, key = AGAIN) => port.setCampaign(PROJECT, 'cmp_ONE', 'resume', key, NEVER);
const queueOf = (sandbox: Sandbox) =>
  sandbox.world().layers.projects[0]?.pendingActions.filter(({ entityId }) => entityId === 'cmp_ONE');

const ONE = { id: 'cmp_ONE', name: 'Installs', status: 'active', account: ACCOUNT };

describe('reads', () => {
  test('the TikTok campaigns that are not deleted', () =>
    inLayers(structural('auto'), async (port) => {
      const read = await port.campaigns(PROJECT, NEVER);
      expect(read).toMatchObject({ ok: true, value: [ONE, { id: 'cmp_TWO', status: 'paused' }] });
      expect(read.ok && read.value).toHaveLength(2);
    }));

  test('more than a page of them', () =>
    inLayers(
      (world) => {
        const campaigns = world.layers.projects[0]?.campaigns ?? [];
        const [first] = campaigns;
        if (first === undefined) throw new Error('The world has no campaign.');
        for (let n = 0; n < 450; n += 1) {
          campaigns.push({ ...first, campaignId: `cmp_${n}`, externalId: `19${n}` });
        }
      },
      async (port) => {
        const read = await port.campaigns(PROJECT, NEVER);
        expect(read.ok && new Set(read.value.map(({ id }) => id)).size).toBe(452);
        expect(port.calls()).toBe(5);
      },
    ));

  test('a project without a layer, and one of a different organization', () =>
    inLayers(structural('auto'), async (port) => {
      expect(await port.campaigns(EMPTY_PROJECT, NEVER)).toEqual({ ok: true, value: [] });
      expect(await port.authority(EMPTY_PROJECT, 'cmp_ONE', NEVER)).toEqual({ ok: true, value: 'unknown' });
      const read = await port.campaigns(RIVALS_PROJECT, NEVER);
      expect(read).toMatchObject({ ok: false, problems: [{ code: 'api/not-found' }] });
    }));

  test("a campaign's own authority counts before the layer's", () =>
    inLayers(
      (world) => {
        structural('auto')(world);
        const [campaign] = world.layers.projects[0]?.campaigns ?? [];
        if (campaign !== undefined) campaign.authority = { creative: 'auto', tactical: 'auto', structural: 'off' };
      },
      async (port) => {
        expect(await port.authority(PROJECT, 'cmp_ONE', NEVER)).toEqual({ ok: true, value: 'off' });
        expect(await port.authority(PROJECT, 'cmp_TWO', NEVER)).toEqual({ ok: true, value: 'auto' });
        expect(await port.authority(PROJECT, 'cmp_GONE', NEVER)).toEqual({ ok: true, value: 'unknown' });
      },
    ));

  test('a key that may only read sees all of it, and pauses nothing', () =>
    inLayers(
      structural('auto'),
      async (port, sandbox) => {
        expect(await port.authority(PROJECT, 'cmp_ONE', NEVER)).toEqual({ ok: true, value: 'auto' });
        expect(await port.campaigns(PROJECT, NEVER)).toMatchObject({ ok: true });
        expect(await pause(port)).toMatchObject({ ok: false, problems: [{ code: 'api/forbidden' }] });
        expect(campaignIn(sandbox).ours?.status).toBe('active');
      },
      READER,
    ));
});

describe('the gate', () => {
  test('auto: done, at Layers and at TikTok, and back', () =>
    inLayers(structural('auto'), async (port, sandbox) => {
      expect(await port.authority(PROJECT, 'cmp_ONE', NEVER)).toEqual({ ok: true, value: 'auto' });
      expect(await pause(port)).toMatchObject({ ok: true, value: { outcome: 'done', job: expect.any(String) } });
      expect(campaignIn(sandbox)).toMatchObject({ ours: { status: 'paused' }, theirs: { status: 'DISABLE' } });
      const read = await port.campaigns(PROJECT, NEVER);
      expect(read.ok && read.value[0]).toEqual({ ...ONE, status: 'paused' });
      expect(await resume(port)).toMatchObject({ ok: true, value: { outcome: 'done' } });
      expect(campaignIn(sandbox)).toMatchObject({ ours: { status: 'active' }, theirs: { status: 'ENABLE' } });
    }));

  test.each<{ name: string; switches: Partial<World['switches']> }>([
    { name: 'says queued', switches: {} },
    { name: 'says pending', switches: { writeStatus: 'pending' } },
    { name: 'says nothing', switches: { writeStatus: 'absent' } },
    { name: 'has a job that runs until then', switches: { queuedJob: 'running', writeStatus: 'absent' } },
    { name: 'returns undocumented members', switches: { extraMembers: true, idStyle: 'prefixed' } },
  ])('draft, and the response $name: queued, and listed until it is applied', ({ switches }) =>
    inLayers(switched(switches), async (port, sandbox) => {
      const first = async () => {
        const read = await port.campaigns(PROJECT, NEVER);
        return read.ok && read.value[0];
      };
      expect(await port.authority(PROJECT, 'cmp_ONE', NEVER)).toEqual({ ok: true, value: 'draft' });
      expect(await pause(port)).toMatchObject({ ok: true, value: { outcome: 'queued', verdict: expect.any(String) } });
      expect(await first()).toEqual({ ...ONE, pending: 'paused' });
      const [waiting] = queueOf(sandbox) ?? [];
      await send(sandbox, 'POST', `${P}/ads/tiktok/pending/${waiting?.pendingId}/approve`);
      expect(await first()).toEqual({ ...ONE, pending: 'paused' });
      await send(sandbox, 'POST', `${P}/ads/optimizer/run`, {
        layerId: layerIn(sandbox.world()).id,
        platform: 'tiktok_ads',
      });
      expect(await first()).toEqual({ ...ONE, status: 'paused' });
    }),
  );

  test('draft: a rejected one is not pending', () =>
    inLayers(structural('draft'), async (port, sandbox) => {
      await pause(port);
      const [waiting] = queueOf(sandbox) ?? [];
      await send(sandbox, 'POST', `${P}/ads/tiktok/pending/${waiting?.pendingId}/reject`, { reason: 'no' });
      const read = await port.campaigns(PROJECT, NEVER);
      expect(read.ok && read.value[0]).toEqual(ONE);
    }));

  test('draft: of a pause and a resume the latest is pending', () =>
    inLayers(structural('draft'), async (port) => {
      await pause(port);
      await resume(port);
      expect(await port.campaigns(PROJECT, NEVER)).toMatchObject({ ok: true, value: [{ pending: 'active' }, {}] });
    }));

  const closed: readonly { name: string; why: string; close: (world: World) => void; says: string }[] = [
    { name: 'off', why: 'the axis', close: structural('off'), says: 'authority' },
    {
      name: 'kill switch',
      why: 'the layer',
      close: (world) => Object.assign(layerIn(world), { killSwitch: true }),
      says: 'kill switch of the layer is on',
    },
    {
      name: 'no consent',
      why: 'the customer',
      close: (world) => Object.assign(layerIn(world), { partnerWrites: false }),
      says: 'has not consented',
    },
  ];

  describe.each(closed)('$name ($why): denied', ({ close, says }) => {
    test.each(['403', '409', '422'] as const)('as HTTP %s', (deniedStatus) =>
      inLayers(switched({ deniedStatus }, close), async (port, sandbox) => {
        const result = await pause(port);
        expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/denied' }] });
        expect(JSON.stringify(result)).toContain(says);
        expect(campaignIn(sandbox).ours?.status).toBe('active');
        expect(queueOf(sandbox)).toEqual([]);
      }),
    );

    test('without a reason', () =>
      inLayers(switched({ deniedReasonShown: false }, close), async (port) => {
        const result = await pause(port);
        expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/denied' }] });
        expect(JSON.stringify(result)).toContain('gave no reason');
      }));
  });

  test('a denied request may pass later with the same key', () =>
    inLayers(structural('off'), async (port, sandbox) => {
      expect(await pause(port)).toMatchObject({ ok: false });
      sandbox.intervene((_, moment, world) => {
        if (moment === 'before') structural('auto')(world);
      });
      expect(await pause(port)).toMatchObject({ ok: true, value: { outcome: 'done' } });
    }));

  test('a deleted campaign', () =>
    inLayers(structural('auto'), async (port) => {
      const result = await port.setCampaign(PROJECT, 'cmp_GONE', 'pause', ONCE, NEVER);
      expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/not-found' }] });
    }));
});

describe('a lost response', () => {
  const faults: readonly { name: string; fault: FaultInput['fault'] }[] = [
    { name: 'the connection broke after it', fault: { kind: 'reset-after' } },
    { name: 'the connection broke before it', fault: { kind: 'reset-before' } },
    { name: '500 after it', fault: { kind: 'status', status: 500, commits: true } },
    { name: 'half of the answer', fault: { kind: 'truncate' } },
    { name: 'too many requests', fault: { kind: 'throttle' } },
  ];

  test.each(faults)('$name: sent again, and queued once', ({ fault }) =>
    inLayers(structural('draft'), async (port, sandbox) => {
      sandbox.faults([{ method: 'POST', path: '*/pause', fault }]);
      expect(await pause(port)).toMatchObject({ ok: true, value: { outcome: 'queued' } });
      expect(sandbox.log().filter(({ method }) => method === 'POST')).toHaveLength(2);
      expect(queueOf(sandbox)).toHaveLength(1);
    }),
  );

  test.each(['route', 'key'] as const)('the same key again queues nothing (keys count per %s)', (idempotencyScope) =>
    inLayers(switched({ idempotencyScope }), async (port, sandbox) => {
      const first = await pause(port);
      expect(await pause(port)).toEqual(first);
      expect(queueOf(sandbox)).toHaveLength(1);
      await pause(port, AGAIN);
      expect(queueOf(sandbox)).toHaveLength(2);
    }),
  );
});
