import { describe, expect, test } from 'vitest';
import type { ConfigWritten, FieldChange, Result, LiveValue } from '../../src/model/index.ts';
import { NEVER, type FakeResponse } from '../http/harness.ts';
import { account, ACCOUNT, ADDRESS, app, APP, capi, KEY, layers, no, OTHER, PIXEL, type Routes } from './world.ts';

const api = (value: Extract<LiveValue, { provenance: 'api' | 'recorded' }>['value']): LiveValue => ({
  provenance: 'api',
  value,
});
const ON: FieldChange = { path: 'capi.enabled', before: api(false), after: true };

/** A toggle that reaches the layer after `late` reads of capi-status following the write; never where it is `undefined`. */
function toggle(late: number | undefined, more: Routes = {}): Routes {
  let readsSince: number | undefined;
  return {
    'GET /ads/capi-status': () => {
      if (readsSince === undefined) return capi();
      readsSince += 1;
      return capi({ enabled: late !== undefined && readsSince > late });
    },
    [`PATCH /sdk-apps/${APP}`]: () => {
      readsSince ??= 0;
      return { body: app(APP) };
    },
    ...more,
  };
}

const write = async (
  routes: Routes,
  change: {
    app?: string;
    basis?: { path: 'capi.pixel_id' | 'adAccountId'; live: LiveValue }[];
    field?: FieldChange;
  } = {},
) => {
  const harness = layers(routes);
  const result: Result<ConfigWritten> = await harness.writer.writeConfig(
    {
      address: { ...ADDRESS, ...(change.app !== undefined && { app: change.app }) },
      fields: [change.field ?? ON],
      basis: change.basis ?? [],
      key: 'key-1',
    },
    NEVER,
  );
  const writes = harness.log.filter(({ method }) => method !== 'GET');
  return { result, writes, ...harness };
};

describe('the toggle, documented', () => {
  test('is written through the app and read back', async () => {
    const { result, writes, log } = await write(toggle(0), { app: APP });
    expect(result).toEqual({ ok: true, value: { fields: { 'capi.enabled': api(true) }, tookEffect: true } });
    expect(writes).toMatchObject([
      {
        path: expect.stringMatching(`/sdk-apps/${APP}$`),
        body: { capi: { tiktok: { enabled: true } } },
        headers: { 'idempotency-key': 'key-1', 'content-type': 'application/json' },
      },
    ]);
    expect(log).toHaveLength(3);
  });

  test('the only app is used if the document names none', async () => {
    const { result, writes } = await write(toggle(0));
    expect(result).toMatchObject({ ok: true, value: { tookEffect: true } });
    expect(writes).toHaveLength(1);
  });

  test.each([
    { name: 'at the second look', late: 1, tookEffect: true, sleeps: [1_000] },
    { name: 'at the third look', late: 2, tookEffect: true, sleeps: [1_000, 2_000] },
    { name: 'never, as before May 2026', late: undefined, tookEffect: false, sleeps: [1_000, 2_000] },
  ])('reaches the layer $name', async ({ late, tookEffect, sleeps }) => {
    const told = await write(toggle(late), { app: APP });
    expect(told.result).toEqual({ ok: true, value: { fields: { 'capi.enabled': api(tookEffect) }, tookEffect } });
    expect(told.sleeps).toEqual(sleeps);
    expect(told.writes).toHaveLength(1);
  });

  test('a value that is already live is not written', async () => {
    const { result, writes } = await write({ 'GET /ads/capi-status': capi({ enabled: true }) }, { app: APP });
    expect(result).toMatchObject({ ok: true, value: { tookEffect: true } });
    expect(writes).toEqual([]);
  });

  test.each<{ name: string; routes: Routes; change: Parameters<typeof write>[1]; says: string[] }>([
    {
      name: 'the toggle',
      routes: { 'GET /ads/capi-status': capi({ enabled: true }) },
      change: { field: { path: 'capi.enabled', before: api(undefined), after: false } },
      says: ['capi.enabled was absent', 'is now true'],
    },
    {
      name: 'the pixel it rests on',
      routes: {},
      change: { basis: [{ path: 'capi.pixel_id', live: api('C0LD0000000000000000') }] },
      says: ['"C0LD0000000000000000"', `"${PIXEL}"`],
    },
    {
      name: 'the account it rests on',
      routes: { 'GET /ads/ad-accounts': { body: { items: [account(OTHER)] } } },
      change: { basis: [{ path: 'adAccountId', live: api(ACCOUNT) }] },
      says: [ACCOUNT, OTHER],
    },
    {
      name: 'a second account',
      routes: { 'GET /ads/ad-accounts': { body: { items: [account(ACCOUNT), account(OTHER)] } } },
      change: { basis: [{ path: 'adAccountId', live: api(ACCOUNT) }] },
      says: ['no longer returned by any API'],
    },
  ])('stale: $name moved', async ({ routes, change, says }) => {
    const { result, writes } = await write(routes, { app: APP, ...change });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'apply/stale' }] });
    for (const parts of says)
      expect(
        JSON.stringify(result.ok || result.problems.map(({ message }) => message)).replaceAll('\\"', '"'),
      ).toContain(parts);
    expect(writes).toEqual([]);
  });

  test('an unknown or recorded value has not moved if no API returns it', async () => {
    const { result } = await write(toggle(0), {
      app: APP,
      field: { ...ON, before: { provenance: 'unknown' } },
      basis: [{ path: 'capi.pixel_id', live: { provenance: 'recorded', value: PIXEL } }],
    });
    expect(result).toMatchObject({ ok: true, value: { tookEffect: true } });
  });

  test.each<{ name: string; reply: FakeResponse; code: string }>([
    { name: 'a pixel is missing', reply: no(409, 'CONFLICT', 'pixel_id is missing'), code: 'api/conflict' },
    { name: 'a scope is missing', reply: no(403, 'FORBIDDEN_SCOPE'), code: 'api/forbidden' },
  ])('refused: $name', async ({ reply, code }) => {
    const { result } = await write({ [`PATCH /sdk-apps/${APP}`]: reply }, { app: APP });
    expect(result).toMatchObject({ ok: false, problems: [{ code }] });
  });

  test('any other field is a bug in reconcile', async () => {
    await expect(write({}, { field: { path: 'monthlyCostCap', before: api(1), after: 2 } })).rejects.toThrow(
      'capi.enabled only',
    );
  });
});

test('the key is in no problem, even if Layers echoes it', async () => {
  const { result } = await write(
    { 'GET /ads/capi-status': capi({ pixelId: KEY }) },
    { app: APP, basis: [{ path: 'capi.pixel_id', live: api(PIXEL) }] },
  );
  expect(result.ok).toBe(false);
  expect(JSON.stringify(result)).not.toContain(KEY);
});
