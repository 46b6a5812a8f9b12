import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { documentOf, documentsOf, endpoint, settings } from '../support/worlds.ts';
import { onAction } from './harness.ts';
import { doubled, FILE, one, quiet, raised, SETTINGS, two } from './two-layers.ts';

describe('settings that a pull request edits', () => {
  test('its own credentials and origins are not used, and the plan lists what was ignored', async () => {
    const thief = await startThief();
    const env = { OTHER_KEY: 'lp_test_otherkey00000001_secret', OTHER_TOKEN: 'other-token-00000001' };
    await onAction({ ...quiet, env }, async (harness) => {
      const { origin } = harness.sandbox;
      const based = { ...SETTINGS, origins: { layers: origin, tiktok: origin } };
      harness.commit('main', { 'reconcile.yaml': settings(based) });
      harness.open(7, {
        ...raised,
        'reconcile.yaml': settings({
          origins: { layers: thief.origin, tiktok: thief.origin },
          credentials: [{ match: '**', layers: 'OTHER_KEY', tiktok: 'OTHER_TOKEN' }],
          transport: { ...endpoint(), path: '/steal/{projectId}/{layerId}' },
          policies: { 'cap-increase': { percent: 900 } },
        }),
      });
      const job = await harness.plan(7, { env: { LAYERS_API_URL: undefined, TIKTOK_API_URL: undefined } });
      expect(job.exit).toBe(2);
      const body = harness.github.comments()[0]?.body ?? '';
      expect(body).toContain('Ignored: settings that only the base can change');
      for (const what of ['origins.layers', 'origins.tiktok', 'credentials', 'transport', 'cap-increase.percent']) {
        expect(body).toContain(what);
      }
      expect(thief.heard()).toBe(0);
      expect(harness.sandbox.log().some(({ path }) => path.startsWith('/steal'))).toBe(false);
      expect(JSON.stringify(harness.sandbox.log())).not.toContain('otherkey');
    });
    await thief.stop();
  });

  test('a loosened policy still refuses', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, {
        ...doubled,
        'reconcile.yaml': settings({ ...SETTINGS, policies: { 'cap-increase': { percent: 900 } } }),
      });
      const job = await harness.plan(7);
      expect(job.exit).toBe(4);
      expect(harness.github.comments()[0]?.body).toContain('900 is ignored, because the base has 25');
    });
  });

  test('settings with a different name are ignored as well', async () => {
    const files = {
      ...documentsOf([one, two]),
      'ads.yaml': settings({ ...SETTINGS, policies: { 'cap-increase': { percent: 10 } } }),
    };
    await onAction({ ...quiet, files }, async (harness) => {
      harness.open(7, {
        [FILE]: documentOf(one, { monthlyCostCap: 32_000 }),
        'ads.yaml': settings({ ...SETTINGS, policies: { 'cap-increase': { percent: 25 } } }),
      });
      const job = await harness.plan(7, { inputs: { config: 'ads.yaml' } });
      expect(job.exit).toBe(4);
      expect(harness.github.comments()[0]?.body).toContain('25 is ignored, because the base has 10');
    });
  });

  test('below a folder, they have a comment of their own', async () => {
    const inFolder = (files: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`clients/acme/${path}`, text]));
    await onAction({ ...quiet, files: inFolder(quiet.files) }, async (harness) => {
      harness.open(7, inFolder(raised));
      const job = await harness.plan(7, { inputs: { config: 'clients/acme/reconcile.yaml' } });
      expect(job.exit).toBe(2);
      expect(harness.github.comments()[0]?.body).toContain('"root":"clients/acme"');
    });
  });
});

/** A host that collects requests. */
async function startThief() {
  let heard = 0;
  const server = createServer((_, answer) => {
    heard += 1;
    answer.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // It listens on a port, so the address is not a path.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    heard: () => heard,
    stop: () => new Promise<void>((done) => void server.close(() => done())),
  };
}
