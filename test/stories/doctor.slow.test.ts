import { describe, expect, test } from 'vitest';
import { type HarnessOptions, withHarness } from '../support/harness.ts';
import { client, documentOf, ORGANIZATION, settings, worldOf } from '../support/worlds.ts';

const SECOND_KEY = 'lp_test_storykey00000002_secret';
const [one, two, three] = [client(1), client(2), client(3)];

const files = {
  'reconcile.yaml': settings({
    credentials: [
      { match: 'layers/two/**', layers: 'TWO_LAYERS_API_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' },
      { match: 'layers/three/**', layers: 'THREE_LAYERS_API_KEY', tiktok: 'THREE_TIKTOK_ACCESS_TOKEN' },
    ],
  }),
  'layers/client-1.yaml': documentOf(one),
  'layers/two/client-2.yaml': documentOf(two),
  'layers/three/client-3.yaml': documentOf(three),
};

const keys = [
  {
    key: SECOND_KEY,
    organization: ORGANIZATION,
    name: 'Example Org',
    tier: 'pilot',
    scopes: ['projects:read', 'projects:write', 'ads:read'],
  },
];

const healthy: HarnessOptions = {
  files,
  world: worldOf([one, two, three], { keys }),
  env: {
    TWO_LAYERS_API_KEY: SECOND_KEY,
    THREE_LAYERS_API_KEY: SECOND_KEY,
    THREE_TIKTOK_ACCESS_TOKEN: 'story-tiktok-token-0001',
  },
};

describe('doctor', () => {
  test('everything is in order: one request per credential, and only reads', async () => {
    await withHarness(healthy, async (harness) => {
      const { exit, out, err } = await harness.run('doctor');
      expect([exit, err]).toEqual([0, '']);
      await expect(harness.transcript()).toMatchFileSnapshot('golden/doctor.txt');
      const asked = harness.log().map(({ method, path }) => `${method} ${path.split('?')[0]}`);
      // Two keys and, by variable, two tokens.
      expect(asked.toSorted()).toEqual([
        'GET /open_api/v1.3/advertiser/info/',
        'GET /open_api/v1.3/advertiser/info/',
        'GET /v1/whoami',
        'GET /v1/whoami',
        'GET /v1/whoami',
      ]);
      for (const secret of [SECOND_KEY, ...Object.values(harness.env)]) {
        if (!secret.startsWith('http')) expect(out).not.toContain(secret);
      }
    });
  });

  test('a rejected key, an unset variable and a wrong clock: each in its own row, with a remedy', async () => {
    const env = {
      ...healthy.env,
      TWO_LAYERS_API_KEY: 'lp_test_rotatedkey000001_secret',
      THREE_TIKTOK_ACCESS_TOKEN: '',
    };
    await withHarness({ ...healthy, env }, async (harness) => {
      const { exit, out } = await harness.run('doctor', { now: '2026-11-10T12:05:00Z' });
      expect(exit).toBe(1);
      expect(out).toContain('TWO_LAYERS_API_KEY: rejected');
      expect(out).toContain('THREE_TIKTOK_ACCESS_TOKEN: not set');
      expect(out).toContain('this clock is 300 seconds ahead');
      expect(out, 'the other rows are complete').toContain('THREE_LAYERS_API_KEY: accepted');
      await expect(harness.transcript()).toMatchFileSnapshot('golden/doctor-broken.txt');
    });
  });

  test('as JSON', async () => {
    await withHarness(healthy, async (harness) => {
      const report = JSON.parse((await harness.run('doctor --format json')).out);
      expect(report).toMatchObject({ format: 'reconcile-doctor', version: 1, healthy: true });
      expect(report.credentials).toMatchObject([
        {
          match: 'layers/two/**',
          serves: ['client-2'],
          layers: {
            variable: 'TWO_LAYERS_API_KEY',
            state: 'accepted',
            facts: {
              organization: ORGANIZATION,
              tier: 'pilot',
              mayWrite: { ledger: true, capi: null, campaigns: null },
            },
          },
        },
        { match: 'layers/three/**', serves: ['client-3'] },
        { match: null, serves: ['client-1'] },
      ]);
      expect(report.apis).toMatchObject([{ reachable: true, skewMs: 0, proxy: null }, { reachable: true }]);
    });
  });

  test('an API that cannot be reached', async () => {
    await withHarness(healthy, async (harness) => {
      const { exit, out } = await harness.run('doctor', { env: { TIKTOK_API_URL: 'http://127.0.0.1:1' } });
      expect(exit).toBe(1);
      expect(out).toContain('http://127.0.0.1:1, not reachable');
      expect(out).toContain('LAYERS_API_KEY: accepted');
    });
  });

  test('a token that cannot read the ad account of its layers', async () => {
    const tiktok = { token: { advertisers: [] } };
    await withHarness({ ...healthy, world: worldOf([one, two, three], { keys, tiktok }) }, async (harness) => {
      const { exit, out } = await harness.run('doctor');
      expect(exit).toBe(1);
      expect(out).toContain('cannot read the ad account');
      expect(out).toContain('Use a token of a user with access to the account');
    });
  });

  test('no credentials and no documents: each variable has a remedy, and nothing is sent', async () => {
    await withHarness({ files: {}, world: worldOf([]) }, async (harness) => {
      const env = { LAYERS_API_KEY: '', TIKTOK_ACCESS_TOKEN: '' };
      const { exit, out } = await harness.run('doctor', { env });
      expect(exit).toBe(1);
      expect(out).toContain('Set LAYERS_API_KEY');
      expect(out).toContain('Set TIKTOK_ACCESS_TOKEN');
      expect(harness.log()).toEqual([]);
    });
  });

  test('invalid settings are a problem', async () => {
    await withHarness(
      { ...healthy, files: { ...files, 'reconcile.yaml': 'costCapUnit: cents\n' } },
      async (harness) => {
        const { exit, err } = await harness.run('doctor');
        expect(exit).toBe(1);
        expect(err).toContain('settings/invalid');
        expect(harness.log()).toEqual([]);
      },
    );
  });

  test('in a sandbox without a valid document, the default credentials work and the document is named', async () => {
    const invalid = { 'reconcile.yaml': settings({}), 'layers/bad.yaml': 'template: tiktok-ads\nname: bad\n' };
    await withHarness({ files: invalid, world: worldOf([one]) }, async (harness) => {
      const { exit, out, err } = await harness.run('doctor --sandbox');
      expect([exit, out]).toEqual([0, expect.stringContaining('LAYERS_API_KEY: accepted')]);
      expect(err).toContain('Without the layers of invalid documents: layers/bad.yaml.');
    });
  });
});
