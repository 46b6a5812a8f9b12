import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Ledger, type LedgerEntry, type LedgerNext, type Value } from '../../src/model/index.ts';
import { checkLedgerSize, readLedger, withLedger } from '../../src/layers/ledger.ts';
import { NEVER } from '../http/harness.ts';
import { ENTRY, KEY, layers, no, PROJECT } from './world.ts';

const next = (entries: LedgerNext['entries'], more: Partial<LedgerNext> = {}): LedgerNext => ({
  revision: 2,
  entries,
  drop: [],
  ...more,
});

/** As Layers would return it. */
const overTheWire = (metadata: Readonly<Record<string, Value>>) =>
  JSON.parse(JSON.stringify(metadata)) as Readonly<Record<string, Value>>;

function usableLedger(metadata: Readonly<Record<string, Value>>): Ledger {
  const reading = readLedger(metadata);
  if (reading.state !== 'usable') throw new Error(reading.state);
  return reading.ledger;
}

const kept = (entry: LedgerEntry) => ({ state: 'kept', entry });

describe('the ledger on the wire', () => {
  test('law: written values are read back, and other members stay', () => {
    const entry = fc.record({
      config: fc.record(
        {
          mode: fc.option(fc.constantFrom('byo', 'agency')),
          adAccountId: fc.option(fc.string()),
          monthlyCostCap: fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string())),
          objectives: fc.option(fc.array(fc.string())),
          'capi.event_map': fc.option(fc.dictionary(fc.string(), fc.string())),
        },
        { requiredKeys: [] },
      ),
      digest: fc.string(),
      revision: fc.nat(),
      owner: fc.record({ repository: fc.option(fc.string()), root: fc.string() }),
      commit: fc.option(fc.string()),
      time: fc.string(),
    }) as fc.Arbitrary<LedgerEntry>;
    const key = fc.stringMatching(/^[a-z0-9_]{1,12}$/);
    // A layer's id or an ad account's; zod passes over `__proto__`, which is neither.
    const layerKey = fc.stringMatching(/^[a-z0-9][a-z0-9_]{0,11}$/);
    const others = fc.dictionary(key, fc.jsonValue() as fc.Arbitrary<Value>);
    fc.assert(
      fc.property(others, fc.dictionary(layerKey, entry), fc.nat(), (metadata, entries, revision) => {
        const { reconcile: _, ...rest } = metadata;
        const written = overTheWire(withLedger(rest, next(entries, { revision })));
        const { reconcile: __, ...kept } = written;
        expect(kept).toEqual(overTheWire(rest));
        const read = usableLedger(written);
        expect(read.unreadable).toBe(false);
        expect(read.revision).toBe(revision);
        expect(Object.keys(read.entries).sort()).toEqual(Object.keys(entries).sort());
        for (const view of Object.values(read.entries)) expect(view.state).toBe('kept');
      }),
      { numRuns: 60 },
    );
  });

  test('has exactly the documented form', () => {
    const intents = { lyr_a: { digest: 'd', paused: ['c1'] }, lyr_b: { digest: 'd', resumed: ['c2'] } };
    const claim = {
      run: 'r1',
      nonce: 'n1',
      attempt: 1,
      job: 'apply',
      intents,
      revision: 2,
      until: '2026-11-10T12:15:00Z',
    };
    const { reconcile } = withLedger(
      { theirs: 1 },
      next(
        { lyr_a: ENTRY },
        {
          claim: {
            ...claim,
            intents: {
              lyr_a: { digest: 'd', paused: ['c1'], resumed: [] },
              lyr_b: { digest: 'd', paused: [], resumed: ['c2'] },
            },
          },
        },
      ),
    );
    expect(reconcile).toEqual({
      format: 1,
      revision: 2,
      claim,
      layers: { lyr_a: { ...ENTRY, checksum: expect.stringMatching(/^[0-9a-f]{16}$/) } },
    });
    expect(usableLedger({ reconcile: reconcile ?? null })).toEqual({
      revision: 2,
      claim: {
        ...claim,
        intents: { lyr_a: { ...intents.lyr_a, resumed: [] }, lyr_b: { ...intents.lyr_b, paused: [] } },
      },
      entries: { lyr_a: kept(ENTRY) },
      unreadable: false,
    });
  });

  test('an entry of an earlier version keeps its checksum, and gains the new members with its next write', () => {
    const earlier = {
      config: { adAccountId: '7', 'capi.enabled': true },
      digest: 'd1',
      revision: 1,
      owner: { repository: 'acme/app', root: '.' },
      commit: 'abc',
      time: '2026-11-01T00:00:00Z',
      checksum: 'd6d450cbfe8d529f',
    };
    const { checksum: _, ...entry } = earlier;
    const metadata = { reconcile: { format: 1, revision: 1, layers: { lyr_a: earlier } } };
    expect(usableLedger(metadata).entries).toEqual({ lyr_a: kept(entry as LedgerEntry) });
    const next2 = { ...(entry as LedgerEntry), document: 'd0c1', open: ['capi', 'pixel'] } as const;
    const written = overTheWire(withLedger(metadata, next({ lyr_a: next2 })));
    expect(usableLedger(written).entries).toEqual({ lyr_a: kept(next2) });
    expect(JSON.stringify(written)).toContain('"document":"d0c1","open":["capi","pixel"]');
  });

  test('the members of an entry are sorted, so its checksum is read without sorting', () => {
    const full: LedgerEntry = {
      ...ENTRY,
      config: { monthlyCostCap: 1, 'capi.enabled': true, adAccountId: '7' },
      open: ['pixel'],
      document: 'd0c1',
      pixelCheck: { time: 't', pixel: 'P', number: '1', account: '7' },
    };
    const { reconcile } = withLedger({}, next({ lyr_a: full })) as { reconcile: { layers: Record<string, Value> } };
    const { checksum: _, ...written } = reconcile.layers['lyr_a'] as Record<string, Value>;
    expect(JSON.stringify(written)).toBe(canonicalJson(written));
    expect(usableLedger({ reconcile }).entries).toEqual({ lyr_a: kept(full) });
  });

  test('entries that are not named stay as raw as they were, dropped ones go', () => {
    const first = withLedger({}, next({ lyr_a: ENTRY, gone: ENTRY }));
    const odd = overTheWire(first) as { reconcile: { layers: Record<string, unknown> } };
    odd.reconcile.layers['odd'] = { whatever: 1 };
    const second = withLedger(odd as never, next({ lyr_b: ENTRY }, { revision: 3, drop: ['gone'] })) as typeof odd;
    expect(Object.keys(second.reconcile.layers)).toEqual(['lyr_a', 'odd', 'lyr_b']);
    expect(second.reconcile.layers['odd']).toEqual({ whatever: 1 });
    expect(second.reconcile.layers['lyr_a']).toEqual(odd.reconcile.layers['lyr_a']);
  });

  test.each<{ name: string; edit: (entry: Record<string, unknown>) => unknown }>([
    { name: 'a value', edit: (entry) => ({ ...entry, config: { 'capi.enabled': false } }) },
    { name: 'the checksum', edit: (entry) => ({ ...entry, checksum: '0000000000000000' }) },
    { name: 'no checksum', edit: ({ checksum: _, ...entry }) => entry },
    { name: 'a missing member', edit: ({ owner: _, ...entry }) => entry },
    { name: 'a member more', edit: (entry) => ({ ...entry, note: 'hello' }) },
    { name: 'not even an object', edit: () => 'text' },
  ])('edited manually: $name', ({ edit }) => {
    const metadata = overTheWire(withLedger({}, next({ a: ENTRY, b: ENTRY }))) as {
      reconcile: { layers: Record<string, Record<string, unknown>> };
    };
    const { layers: all } = metadata.reconcile;
    const edited = { reconcile: { ...metadata.reconcile, layers: { ...all, a: edit(all['a'] ?? {}) } } };
    expect(usableLedger(edited as never).entries).toEqual({ a: { state: 'unreadable' }, b: kept(ENTRY) });
  });

  test.each<{ name: string; member: Value | undefined; unreadable: boolean; revision: number }>([
    { name: 'none', member: undefined, unreadable: false, revision: 0 },
    { name: 'null', member: null, unreadable: false, revision: 0 },
    { name: 'another format', member: { format: '1', revision: 1, layers: {} }, unreadable: true, revision: 1 },
    { name: 'text', member: 'x', unreadable: true, revision: 0 },
    { name: 'no layers', member: { format: 1, revision: 1 }, unreadable: true, revision: 1 },
    { name: 'a negative revision', member: { format: 1, revision: -1, layers: {} }, unreadable: true, revision: 0 },
  ])('the whole: $name', ({ member, unreadable, revision }) => {
    const metadata = member === undefined ? {} : { reconcile: member };
    expect(usableLedger(metadata)).toEqual({ revision, entries: {}, unreadable });
    expect(usableLedger(withLedger(metadata, next({ a: ENTRY })))).toMatchObject({
      revision: 2,
      entries: { a: kept(ENTRY) },
    });
  });

  test('8,000 bytes fit, one more does not, and the problem names the sizes', () => {
    const size = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).byteLength;
    const small = withLedger({ theirs: '' }, next({ a: ENTRY }));
    const room = 8_000 - size(small);
    expect(checkLedgerSize({ ...small, theirs: 'x'.repeat(room) })).toEqual({ ok: true, value: undefined });
    const result = checkLedgerSize({ ...small, theirs: 'x'.repeat(room + 1) });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: 'ledger/too-large', message: expect.stringContaining('8001 bytes') }],
    });
    expect(checkLedgerSize({ ...small, theirs: 'é'.repeat(room) }).ok).toBe(false);
  });
});

describe('writeLedger', () => {
  const seen = { metadata: { theirs: { a: 1 } }, ledger: usableLedger({}) };

  test('replaces the metadata whole, with the other members in it', async () => {
    const { writer, log } = layers({ 'PATCH ': { body: { id: PROJECT } } });
    expect(await writer.writeLedger(PROJECT, seen, next({ a: ENTRY }), 'key-1', NEVER)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({
      method: 'PATCH',
      body: { metadata: { theirs: { a: 1 }, reconcile: { revision: 2 } } },
      headers: { 'idempotency-key': 'key-1', authorization: `Bearer ${KEY}` },
    });
  });

  test('the same key and body are sent again if the response is lost', async () => {
    let n = 0;
    const { writer, log } = layers({ 'PATCH ': () => (++n === 1 ? no(500, 'INTERNAL') : { body: { id: PROJECT } }) });
    expect((await writer.writeLedger(PROJECT, seen, next({ a: ENTRY }), 'key-1', NEVER)).ok).toBe(true);
    expect(log).toHaveLength(2);
    expect(log[1]).toEqual(log[0]);
  });

  test('a different run was first', async () => {
    const { writer } = layers({ 'PATCH ': no(409, 'IDEMPOTENCY_CONFLICT') });
    expect(await writer.writeLedger(PROJECT, seen, next({}), 'key-1', NEVER)).toMatchObject({
      ok: false,
      problems: [{ code: 'api/conflict' }],
    });
  });

  test('a ledger that does not fit is not sent', async () => {
    const { writer, log } = layers();
    const full = { ...seen, metadata: { theirs: 'x'.repeat(8_000) } };
    const problem = { ok: false, problems: [{ code: 'ledger/too-large' }] };
    expect(writer.checkLedgerSize(full, next({}))).toMatchObject(problem);
    expect(await writer.writeLedger(PROJECT, full, next({}), 'key-1', NEVER)).toMatchObject(problem);
    expect(log).toEqual([]);
  });

  test('reads back its write', async () => {
    const { writer, log } = layers({
      'PATCH ': { body: {} },
      'GET ': () => ({ body: { id: `prj_${PROJECT}`, organizationId: 'org_1', ...(log[0]?.body as object) } }),
    });
    await writer.writeLedger(PROJECT, seen, next({ a: ENTRY }), 'key-1', NEVER);
    const project = await writer.project(PROJECT, NEVER);
    expect(project).toMatchObject({
      ok: true,
      value: { ledger: { revision: 2, entries: { a: kept(ENTRY) } }, metadata: { theirs: { a: 1 } } },
    });
  });

  test.each([{ body: { id: PROJECT, metadata: null } }, { body: { id: PROJECT } }])(
    'a project without metadata: $body',
    async (reply) => {
      const { reader } = layers({ 'GET ': reply });
      expect(await reader.project(PROJECT, NEVER)).toEqual({
        ok: true,
        value: { metadata: {}, ledger: { revision: 0, entries: {}, unreadable: false } },
      });
    },
  );
});
