import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import {
  acme,
  copied,
  documentsOf,
  type Json,
  KEY,
  ORGANIZATION,
  settings,
  TOKEN,
  worldOf,
} from '../support/worlds.ts';

const EVENTS_TOKEN = 'story-events-token-0001';
const one = acme();

/** The project is empty. Maya connects the ad account three minutes after she got the link. */
function emptyProject(): string {
  const parsed = JSON.parse(worldOf([{ ...one, inProject: { layers: [], adAccounts: [] } }], { eventsPerDay: 0 })) as {
    layers: Json;
    tiktok: { tokens: Json[] };
  };
  const keys = [{ key: KEY, organization: ORGANIZATION, tier: 'partner', returnUrls: ['https://example.com'] }];
  parsed.tiktok.tokens.push({ token: EVENTS_TOKEN, kind: 'events', pixels: [one.pixel] });
  const connects = {
    who: 'Maya',
    does: 'connect-account',
    when: { request: `POST /v1/projects/${one.project}/ads/ad-accounts/oauth-url` },
    after: 'PT3M',
    project: one.project,
    adAccount: one.account,
  };
  return JSON.stringify({ ...parsed, layers: { ...parsed.layers, keys }, people: [connects] });
}

test('from an empty project to a verified layer', async () => {
  const files = {
    ...documentsOf([one]),
    'reconcile.yaml': settings({ oauthReturnUrl: 'https://example.com/connected' }),
  };
  await withHarness({ files, world: emptyProject(), moving: true }, async (harness) => {
    const person = (action: string, rest: Json) =>
      harness.call('POST', `/__sandbox/people/${action}`, { project: one.project, ...rest });

    expect((await harness.run('verify')).out).toContain('The TikTok Ads Manager layer is not installed.');
    harness.note('Maya installs the layer from the catalog.');
    await person('install', {});

    const connected = await harness.run('connect acme-ios', { typed: [] });
    expect(connected.exit, connected.out + connected.err).toBe(0);

    harness.note('Maya enters the pixel and the Events API token in the setup wizard, and saves.');
    const config = { ...one.config, capi: { ...one.config.capi, enabled: false } };
    await person('paste', { json: config });
    const confirmed = await harness.run('confirm acme-ios --json -', { input: copied(config) });
    expect(confirmed.exit, confirmed.out + confirmed.err).toBe(0);
    const applied = await harness.run('apply --auto-approve');
    expect(applied.exit, applied.out + applied.err).toBe(0);

    const unsure = await harness.run('verify');
    expect(unsure.exit, unsure.out).toBe(3);
    const env = { TIKTOK_EVENTS_TOKEN: EVENTS_TOKEN };
    const tested = await harness.run('verify acme-ios --send-test-event --test-event-code TEST777', { env });
    expect(tested.exit, tested.out + tested.err).toBe(0);

    harness.note('The app sends its first event, and the relay of Layers forwards it.');
    const event = { event: 'Purchase', event_time: 1, event_id: 'e1', page: { url: 'https://example.com/' } };
    const forwarded = await harness.call(
      'POST',
      '/open_api/v1.3/event/track/',
      { event_source: 'web', event_source_id: one.pixel, data: [event] },
      { 'access-token': TOKEN },
    );
    expect(await forwarded.json()).toMatchObject({ code: 0 });
    const verified = await harness.run('verify --verbose');
    expect(verified.exit, verified.out).toBe(0);
    expect(verified.out).not.toMatch(/^(Red|Unknown)/m);
    expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    expect(harness.transcript()).not.toContain(EVENTS_TOKEN);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/byo-onboarding.txt');
  });
});
