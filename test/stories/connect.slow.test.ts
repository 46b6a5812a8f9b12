import { describe, expect, test } from 'vitest';
import { agencyWorld, client as agency, LAYERS_BC, PARTNERS } from '../support/agency-world.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, connected, documentsOf, type Json, KEY, ORGANIZATION, settings, worldOf } from '../support/worlds.ts';

const RETURN = 'https://example.com/connected';
const one = acme();
const other = { id: '7098765432109876599', name: 'Someone else', currency: 'USD' };
const linkRequest = `POST /v1/projects/${one.project}/ads/ad-accounts/oauth-url`;

/** An installed layer without an ad account, and a person who picks one as soon as the link exists. */
function world(
  picks: string | undefined,
  given: { readonly accounts?: readonly Json[]; readonly switches?: Json } = {},
) {
  const parsed = JSON.parse(
    worldOf([{ ...one, inProject: { adAccounts: given.accounts ?? [] } }], {
      advertisers: [other],
      ...(given.switches && { switches: given.switches }),
    }),
  ) as { layers: Json };
  const keys = [{ key: KEY, organization: ORGANIZATION, tier: 'partner', returnUrls: ['https://example.com'] }];
  const people =
    picks === undefined
      ? []
      : [{ does: 'connect-account', project: one.project, adAccount: picks, when: { request: linkRequest } }];
  return JSON.stringify({ ...parsed, layers: { ...parsed.layers, keys }, people });
}

const files = (given: Json = {}) => ({
  ...documentsOf([one]),
  'reconcile.yaml': settings({ oauthReturnUrl: RETURN, ...given }),
});

/** A terminal without any typed line. */
const terminal = { typed: [] };

test('a person connects the account of the document', async () => {
  await withHarness({ files: files(), world: world(one.account) }, async (harness) => {
    const ran = await harness.run('connect acme-ios', terminal);
    expect(ran.exit, ran.out + ran.err).toBe(0);
    expect(harness.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([linkRequest]);
    expect(harness.writes()[0]?.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    const again = await harness.run('connect acme-ios', terminal);
    expect(again.exit).toBe(0);
    expect(harness.writes().length, 'a connected account needs no link').toBe(1);
    await expect(harness.transcript()).toMatchFileSnapshot('golden/connect-byo.txt');
  });
});

test('a person connects a different account: named, exit 1', async () => {
  await withHarness({ files: files(), world: world(other.id) }, async (harness) => {
    const ran = await harness.run('connect acme-ios', terminal);
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain(`ad account ${other.id} (Someone else) appeared, but the document has ${one.account}`);
  });
});

test('an expired token is connected again', async () => {
  const accounts = [connected(one.account, { tokenStatus: 'expired' })];
  await withHarness({ files: files(), world: world(one.account, { accounts }) }, async (harness) => {
    const ran = await harness.run('connect acme-ios', terminal);
    expect(ran.exit, ran.out + ran.err).toBe(0);
    expect(harness.world().layers.projects[0]?.adAccounts.map(({ tokenStatus }) => tokenStatus)).toEqual(['valid']);
  });
});

test('it waits until the account appears, and ends with 3 when the time is over', async () => {
  await withHarness({ files: files(), world: world(undefined) }, async (harness) => {
    const waiting = await harness.run('connect acme-ios --wait 1m', terminal);
    expect(waiting.exit).toBe(3);
    const looks = () =>
      harness.log().filter(({ path }) => path.startsWith(`/v1/projects/${one.project}/ads/ad-accounts?`));
    expect(looks().length).toBe(14);

    harness.forget();
    harness.intervene((request, moment) => {
      if (moment === 'after' && request.path.endsWith('/ads/ad-accounts') && looks().length === 5) void pick(harness);
    });
    const done = await harness.run('connect acme-ios', terminal);
    expect(done.exit, done.out + done.err).toBe(0);
  });
});

/** A browser that opens the last link and picks the account. */
async function pick(harness: StoryHarness): Promise<void> {
  const link = harness.world().layers.oauthUrls.at(-1);
  await fetch(`${harness.sandbox.origin}/portal/auth?state=${link?.nonce}&adAccount=${one.account}`, {
    redirect: 'manual',
  });
}

describe('the link is for a terminal only', () => {
  const REFUSED = [
    { name: 'no terminal', line: 'connect acme-ios', options: {}, code: 'cli/not-interactive' },
    {
      name: 'CI',
      line: 'connect acme-ios',
      options: { ...terminal, env: { CI: 'true' } },
      code: 'cli/not-interactive',
    },
    { name: 'JSON', line: 'connect acme-ios --format json', options: terminal, code: 'cli/not-interactive' },
  ];
  test.each(REFUSED)('$name: nothing is requested', async ({ line, options, code }) => {
    await withHarness({ files: files(), world: world(one.account) }, async (harness) => {
      const ran = await harness.run(line, options);
      expect(ran.exit).toBe(1);
      expect(ran.err + ran.out).toContain(code);
      expect(harness.log()).toEqual([]);
    });
  });

  test('it is in no file and no request log', async () => {
    await withHarness({ files: files(), world: world(one.account) }, async (harness) => {
      await harness.run('connect acme-ios', terminal);
      expect(JSON.stringify(harness.log())).not.toContain('oau_');
    });
  });
});

describe('the return URL', () => {
  test('is required: from the settings or the option', async () => {
    const given = { files: files({ oauthReturnUrl: undefined }), world: world(one.account) };
    await withHarness(given, async (harness) => {
      const missing = await harness.run('connect acme-ios', terminal);
      expect(missing.exit).toBe(1);
      expect(missing.err).toContain('oauthReturnUrl');
      expect(harness.log()).toEqual([]);
      const refused = await harness.run('connect acme-ios --return-url https://example.org/x', terminal);
      expect(refused.err).toContain('https://example.org is not on the list of the API key');
      const ran = await harness.run(`connect acme-ios --return-url ${RETURN}`, terminal);
      expect(ran.exit, ran.err).toBe(0);
    });
  });

  test.each(['seed', 'write', 'newer'])('has the name of each generation of the API: %s', async (generation) => {
    const given = { files: files(), world: world(one.account, { switches: { generation } }) };
    await withHarness(given, async (harness) => {
      expect((await harness.run('connect acme-ios', terminal)).exit).toBe(0);
      expect(harness.world().layers.oauthUrls[0]?.returnUrl).toBe(RETURN);
    });
  });
});

test('an unknown name is a problem', async () => {
  await withHarness({ files: files(), world: world(one.account) }, async (harness) => {
    const ran = await harness.run('connect acme-io', terminal);
    expect(ran.exit).toBe(1);
    expect(ran.err).toContain('Did you mean "acme-ios"?');
  });
});

describe('agency mode', () => {
  const given = (tiktok: Json, more: Json = {}) => ({
    files: {
      ...documentsOf([agency]),
      'reconcile.yaml': settings({ layersBusinessId: LAYERS_BC, ...more }),
    },
    world: agencyWorld({ tiktok, inProject: { adAccounts: [] } }),
  });

  test('prints the steps, and reports what is visible', async () => {
    await withHarness(given({}), async (harness) => {
      const waiting = await harness.run('connect acme-ios --wait 30s');
      expect(waiting.exit, waiting.out + waiting.err).toBe(3);
      expect(waiting.err).toContain(`Ad account ${agency.account}: Standard access`);
      expect(waiting.err).toContain(`Pixel ${agency.pixel}: Manage`);
      expect(harness.writes()).toEqual([]);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/connect-agency.txt');
    });
  });

  test('a share that only TikTok shows is still waiting', async () => {
    await withHarness(given(PARTNERS), async (harness) => {
      const waiting = await harness.run('connect acme-ios --wait 30s --format json');
      expect(waiting.exit).toBe(3);
      expect(JSON.parse(waiting.out)).toMatchObject({ format: 'reconcile-connect', state: 'shared' });
      harness.note('Maya binds the account.');
      await harness.call('POST', '/__sandbox/people/connect-account', {
        project: agency.project,
        adAccount: agency.account,
      });
      expect((await harness.run('connect acme-ios')).exit).toBe(0);
    });
  });

  test('without layersBusinessId no API shows the share, which is said', async () => {
    await withHarness(given({}, { layersBusinessId: undefined }), async (harness) => {
      const waiting = await harness.run('connect acme-ios --wait 0s');
      expect(waiting.exit).toBe(3);
      expect(waiting.out).toContain('the settings have no layersBusinessId');
    });
  });
});
