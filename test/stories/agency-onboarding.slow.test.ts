import { expect, test } from 'vitest';
import { agencyWorld, client, IDENTITY, identityShare, LAYERS_BC, pixelShare } from '../support/agency-world.ts';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { clockIn, startReconcile } from '../support/process.ts';
import { documentOf, endpoint, type Json, settings } from '../support/worlds.ts';

/** The layer is not installed, no account is connected, nothing is shared. */
const nothing = { layers: [], adAccounts: [] };
const layer = { project: client.project };
const at = (time: string) => ({ when: { at: `2026-11-10T${time}:00Z` } });

/** From the request of the partnership on. */
const later = (minutes: number) => ({
  when: { request: 'POST /open_api/v1.3/bc/partner/add/' },
  after: `PT${minutes}M`,
});

/** Maya works at the client. Layers accepts the partnership 12 minutes after it was requested. */
const people = [
  { who: 'Maya', does: 'install', ...at('12:02'), ...layer },
  { who: 'Maya', does: 'edit', ...at('12:03'), ...layer, config: { mode: 'agency' } },
  { who: 'Layers', does: 'accept-partnership', ...later(12), to: LAYERS_BC },
  { who: 'Maya', does: 'share-asset', ...later(14), ...pixelShare },
  { who: 'Maya', does: 'share-asset', ...later(15), ...identityShare },
  { who: 'Maya', does: 'connect-account', ...later(16), ...layer, adAccount: client.account },
  { who: 'Layers', does: 'top-up-wallet', ...later(17), ...layer, adAccount: client.account, amount: 500_000 },
];

const pasted = {
  who: 'Maya',
  does: 'paste',
  ...later(18),
  ...layer,
  json: { ...client.config, capi: { ...client.config.capi, enabled: false } },
};

const filesWith = (given: Json) => ({
  'layers/acme-ios.yaml': documentOf(client, { sharing: { identities: [IDENTITY] } }),
  'reconcile.yaml': settings({ layersBusinessId: LAYERS_BC, ...given }),
});

const worldWith = (script: readonly unknown[]) =>
  agencyWorld({ inProject: nothing, people: script, switches: { partnershipsNeedApproval: true } });

/** Nothing is left to do, and nothing that an API can show is red or unknown. */
async function expectFinished(harness: StoryHarness): Promise<void> {
  expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
  expect((await harness.run('drift')).exit).toBe(0);
  const verified = await harness.run('verify --verbose');
  expect(verified.exit, verified.out).toBe(0);
  expect(verified.out).not.toMatch(/^(Red|Unknown)/m);
  expect(harness.world().tiktok.shares).toMatchObject([
    { to: LAYERS_BC, advertiser: client.account, role: 'OPERATOR' },
  ]);
  expect(harness.world().tiktok.partnerships).toHaveLength(1);
}

test('from an empty project to an empty plan with one apply', async () => {
  const setup = { files: filesWith({ transport: endpoint() }), world: worldWith(people), moving: true } as const;
  await withHarness(setup, async (harness) => {
    const applied = await harness.run('apply --auto-approve --wait 1h');
    expect(applied.exit, applied.err).toBe(0);
    harness.note('Maya binds the ad account in the setup wizard.');
    harness.sandbox.advance('PT3M');
    await expectFinished(harness);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/agency-onboarding.txt');
  });
});

test('with the documented API, the rest is on the word of a person', async () => {
  const setup = { files: filesWith({}), world: worldWith([...people, pasted]), moving: true } as const;
  await withHarness(setup, async (harness) => {
    const applied = await harness.run('apply --auto-approve --wait 1h');
    expect(applied.exit, applied.err).toBe(3);
    harness.sandbox.advance('PT3M');
    const confirmed = await harness.run('confirm acme-ios');
    expect(confirmed.exit, confirmed.out + confirmed.err).toBe(0);
    const last = await harness.run('apply --auto-approve --wait 20m');
    expect(last.exit, last.out + last.err).toBe(0);
    await expectFinished(harness);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/agency-onboarding-documented.txt');
  });
});

test('killed right after it requested the partnership: the next run waits for it and finishes', async () => {
  const setup = { files: filesWith({ transport: endpoint() }), world: worldWith(people), moving: true } as const;
  await withHarness(setup, async (harness) => {
    expect((await harness.run('apply --auto-approve --wait 1m')).exit, 'the layer is not installed').toBe(3);
    harness.sandbox.advance('PT3M');
    const clock = clockIn(harness.folder, harness.sandbox.now().toISOString());
    const { child, ended } = startReconcile(['apply', '--auto-approve', '--wait', '1h'], {
      cwd: harness.folder,
      env: harness.env,
      clock: clock.file,
    });
    harness.intervene((request, moment) => {
      if (moment === 'after' && request.path.includes('/bc/partner/add/')) child.kill('SIGKILL');
    });
    expect((await ended).exit, 'it was killed').toBeNull();
    harness.intervene(undefined);
    const again = await harness.run('apply --auto-approve --wait 1h');
    expect(again.exit, again.out + again.err).toBe(0);
    harness.sandbox.advance('PT3M');
    await expectFinished(harness);
  });
});

test('interrupted during a wait it exits with 130, holds no claim, and the next run continues', async () => {
  const setup = { files: filesWith({ transport: endpoint() }), world: worldWith(people), moving: true } as const;
  await withHarness(setup, async (harness) => {
    const stop = new AbortController();
    harness.intervene((_, moment) => {
      if (moment === 'before' && harness.sandbox.now() > new Date('2026-11-10T12:10:00Z')) stop.abort();
    });
    const stopped = await harness.run('apply --auto-approve --wait 1h', { stop: stop.signal });
    expect(stopped.exit, stopped.out + stopped.err).toBe(130);
    harness.intervene(undefined);
    const metadata = JSON.stringify(harness.world().layers.projects[0]?.metadata);
    expect(metadata).toContain('"partnership"');
    expect(metadata).not.toContain('"claim"');
    const again = await harness.run('apply --auto-approve --wait 1h');
    expect(again.exit, again.out + again.err).toBe(0);
    harness.sandbox.advance('PT3M');
    await expectFinished(harness);
  });
});

test('a partnership that is never accepted: the wait ends with 3 and names it', async () => {
  const setup = { files: filesWith({}), world: worldWith(people.slice(0, 2)), moving: true } as const;
  await withHarness(setup, async (harness) => {
    const waited = await harness.run('apply --auto-approve --wait 20m');
    expect(waited.exit).toBe(3);
    expect(waited.err).toContain('Stopped waiting after 20m. Not visible yet:\n  partnership of acme-ios: ');
    const reads = harness.log().filter(({ path }) => path.includes('/bc/partner/get/'));
    expect(reads.length, 'at most one read of the partners every 15 seconds, and every minute later').toBeLessThan(35);
  });
});

test('a value that another person changes during the wait makes the layer stale, and nothing is overwritten', async () => {
  const moved = { who: 'Bea', does: 'edit', ...later(5), ...layer, config: { monthlyCostCap: 12 } };
  const setup = {
    files: filesWith({ transport: endpoint() }),
    world: worldWith([...people, moved]),
    moving: true,
  } as const;
  await withHarness(setup, async (harness) => {
    const applied = await harness.run('apply --auto-approve --wait 1h');
    expect(applied.exit).toBe(4);
    expect(applied.err).toContain('apply/stale');
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({ monthlyCostCap: 12 });
  });
});
