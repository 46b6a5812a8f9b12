import { describe, expect, test } from 'vitest';
import { type FieldChange, type LiveValue } from '../../src/model/index.ts';
import { NEVER } from '../http/harness.ts';
import { api, CONFIG, LAYER, server, endpoint } from './config-server.ts';
import { ADDRESS, DEFAULTS, NO_LEDGER, PIXEL, layers, type Routes } from './world.ts';

describe.each(['merge', 'replace'] as const)('writeConfig, endpoint, %s', (update) => {
  const MAP: FieldChange = {
    path: 'capi.event_map',
    before: api({ b: 'Search', a: 'Purchase' }),
    after: { a: 'Purchase' },
  };
  const ON: FieldChange = { path: 'capi.enabled', before: api(false), after: true };

  const write = async (
    routes: Routes,
    fields: readonly FieldChange[],
    basis: { path: 'capi.pixel_id'; live: LiveValue }[] = [],
  ) => {
    const harness = layers(routes, endpoint(update));
    const result = await harness.writer.writeConfig(
      { address: ADDRESS, layerId: LAYER, fields, basis, key: 'key-1' },
      NEVER,
    );
    const live = await harness.reader.config(ADDRESS, NO_LEDGER, NEVER);
    const writes = harness.log.filter(({ method }) => method !== 'GET');
    return { result, live: live.ok ? live.value : undefined, writes };
  };

  test('writes with the version it read, keeps unknown keys, and reads back', async () => {
    const cap: FieldChange = { path: 'monthlyCostCap', before: api(null), after: 30_000 };
    const { result, live, writes } = await write(
      server(),
      [ON, MAP, cap],
      [{ path: 'capi.pixel_id', live: api(PIXEL) }],
    );
    expect(result).toEqual({
      ok: true,
      value: {
        fields: { 'capi.enabled': api(true), 'capi.event_map': api({ a: 'Purchase' }), monthlyCostCap: api(30_000) },
        tookEffect: true,
      },
    });
    expect(writes).toMatchObject([
      { method: update === 'merge' ? 'PATCH' : 'PUT', headers: { 'if-match': '"v1"', 'idempotency-key': 'key-1' } },
    ]);
    expect(live?.unknownKeys).toEqual(['schedule', 'capi.sampling']);
    expect(live?.fields['capi.pixel_id']).toEqual(api(PIXEL));
  });

  test('sends no more than the change in a merge', async () => {
    const { writes } = await write(server(), [ON]);
    if (update === 'merge') expect(writes[0]?.body).toEqual({ capi: { enabled: true } });
    else expect(writes[0]?.body).toEqual({ ...CONFIG, capi: { ...CONFIG.capi, enabled: true } });
  });

  test('objectives are a set', async () => {
    const field: FieldChange = {
      path: 'objectives',
      before: api(['video_view', 'app_installs']),
      after: ['reach', 'app_installs'],
    };
    expect((await write(server(), [field])).result).toMatchObject({ ok: true, value: { tookEffect: true } });
  });

  test('a write without effect is reported', async () => {
    const { result } = await write(server(CONFIG, { deaf: true }), [ON]);
    expect(result).toEqual({ ok: true, value: { fields: { 'capi.enabled': api(false) }, tookEffect: false } });
  });

  test.each([
    { name: 'the value', fields: [{ ...ON, before: api(undefined) }], basis: [], says: 'capi.enabled was absent' },
    { name: 'the basis', fields: [ON], basis: [{ path: 'capi.pixel_id' as const, live: api('C0LD') }], says: '"C0LD"' },
  ])('stale: $name changed before', async ({ fields, basis, says }) => {
    const { result, writes } = await write(server(), fields, basis);
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: 'apply/stale', message: expect.stringContaining(says) }],
    });
    expect(writes).toEqual([]);
  });

  test('stale: a concurrent edit between read and write, reported by field', async () => {
    const rival = (config: Record<string, unknown>) => ({ ...config, monthlyCostCap: 7 });
    const cap: FieldChange = { path: 'monthlyCostCap', before: api(null), after: 30_000 };
    const { result, live } = await write(server(CONFIG, { rival }), [cap]);
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: 'apply/stale', message: 'monthlyCostCap was null in the plan and is now 7.' }],
    });
    expect(live?.fields.monthlyCostCap).toEqual(api(7));
  });

  test('stale: a concurrent edit of a different field', async () => {
    const { result, live } = await write(server(CONFIG, { rival: (config) => ({ ...config, note: 1 }) }), [ON]);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'apply/stale' }] });
    expect(live?.fields['capi.enabled']).toEqual(api(false));
  });

  test('a response lost after the write: the repeat finds our own version', async () => {
    const { result, writes } = await write(server(CONFIG, { loseFirst: true }), [ON]);
    expect(writes).toHaveLength(2);
    expect(result).toEqual({ ok: true, value: { fields: { 'capi.enabled': api(true) }, tookEffect: true } });
  });

  test('the same write twice has one effect', async () => {
    const harness = layers(server(), endpoint(update));
    const twice = { address: ADDRESS, fields: [ON], basis: [], key: 'key-1' };
    expect((await harness.writer.writeConfig(twice, NEVER)).ok).toBe(true);
    expect((await harness.writer.writeConfig(twice, NEVER)).ok).toBe(true);
    expect(harness.log.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });

  test('a layer with an unknown id is not written', async () => {
    const { writer, log } = layers(
      { 'GET /ads/tiktok/defaults': { body: { ...(DEFAULTS.body as object), layerId: null } } },
      endpoint(update),
    );
    expect(await writer.writeConfig({ address: ADDRESS, fields: [ON], basis: [], key: 'k' }, NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'layers/layer-unknown' }],
    });
    expect(log).toHaveLength(1);
  });
});
