import { describe, expect, test } from 'vitest';
import type { FieldChange } from '../../src/model/index.ts';
import { NEVER } from '../http/harness.ts';
import { api, endpoint, LAYER, PATH } from './config-server.ts';
import { ADDRESS, DEFAULTS, ENTRY, layers, NO_LEDGER, PROJECT, type Routes } from './world.ts';

/** What other tools keep: numbers that JavaScript rounds, and keys that mean something else to it. */
const OTHERS = [
  '"crm":{"id":9007199254740993,"score":0.1000000000000000055511,"rate":1.50}',
  '"__proto__":{"n":12345678901234567890}',
  '"constructor":"x"',
  String.raw`"half":"\ud800"`,
  '"list":[1e400,-0]',
] as const;

const projectOf = (metadata: string): Routes => ({
  'GET ': { body: `{"id":"${PROJECT}","metadata":${metadata}}` },
  'PATCH ': { body: `{"id":"${PROJECT}"}` },
});

describe('a write of the ledger', () => {
  const write = async (metadata: string) => {
    const { reader, writer, log } = layers(projectOf(metadata));
    const seen = await reader.project(PROJECT, NEVER);
    if (!seen.ok) return seen.problems[0]?.code ?? '';
    const next = { revision: 1, entries: { pl_1: ENTRY }, drop: [] };
    expect(await writer.writeLedger(PROJECT, seen.value, next, 'k', NEVER)).toEqual({ ok: true, value: undefined });
    return log.at(-1)?.text ?? '';
  };

  test.each(OTHERS)('carries %s over with every digit', async (member) => {
    expect(await write(`{${member},"more":1}`)).toContain(`{"metadata":{${member},"more":1,"reconcile":{`);
  });

  test('keeps the entry of a different layer with every digit', async () => {
    const theirs = '"pl_9":{"config":{"monthlyCostCap":1.50},"n":9007199254740993}';
    expect(await write(`{"reconcile":{"format":1,"revision":1.0,"layers":{${theirs}}}}`)).toContain(theirs);
  });

  test('the size counts every digit', async () => {
    const { reader, writer } = layers(projectOf(`{"n":${'9'.repeat(7_980)}}`));
    const seen = await reader.project(PROJECT, NEVER);
    if (!seen.ok) throw new Error('The project could not be read.');
    const fits = writer.checkLedgerSize(seen.value, { revision: 1, entries: {}, drop: [] });
    expect(fits).toMatchObject({ ok: false, problems: [{ code: 'ledger/too-large' }] });
  });

  test.each([
    { name: 'the last number that JavaScript counts', revision: '9007199254740991', code: 'ledger/revision' },
    { name: 'the next one', revision: '9007199254740992', code: 'ledger/revision' },
    { name: 'one with more digits', revision: '123456789012345678901234567890', code: 'ledger/revision' },
    { name: 'infinity', revision: '1e999', code: 'ledger/revision' },
    { name: 'text', revision: '"9007199254740993"', code: 'ledger/revision' },
  ])('a revision near 2^53 is a problem of its project: $name', async ({ revision, code }) => {
    expect(await write(`{"reconcile":{"format":1,"revision":${revision},"layers":{}}}`)).toBe(code);
    const claim = `"claim":{"run":"x","until":"2026-11-10T12:15:00Z","revision":${revision}}`;
    expect(await write(`{"reconcile":{"format":1,"revision":1,${claim},"layers":{}}}`)).toBe(code);
  });

  test('metadata that is nested deeper than reconcile reads is a problem of its project', async () => {
    expect(await write(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).toBe('api/unreadable');
  });
});

describe.each(['merge', 'replace'] as const)('a write of the config, %s', (update) => {
  const ON: FieldChange = { path: 'capi.enabled', before: api(false), after: true };
  const wire = (enabled: boolean) =>
    `{"capi":{"enabled":${enabled},"sampling":0.10000000000000000555,"event_map":{}},"monthlyCostCap":30000.50,${OTHERS.join(',')}}`;

  const write = async () => {
    let enabled = false;
    const harness = layers(
      {
        'GET /ads/tiktok/defaults': DEFAULTS,
        [`GET ${PATH}`]: () => ({ body: wire(enabled), headers: { etag: '"v1"' } }),
        [`${update === 'merge' ? 'PATCH' : 'PUT'} ${PATH}`]: () => {
          enabled = true;
          return { body: wire(enabled) };
        },
      },
      endpoint(update),
    );
    const result = await harness.writer.writeConfig(
      { address: ADDRESS, layerId: LAYER, fields: [ON], basis: [], key: 'key-1' },
      NEVER,
    );
    const config = await harness.reader.config(ADDRESS, NO_LEDGER, NEVER);
    return { result, config, sent: harness.log.find(({ method }) => method !== 'GET')?.text };
  };

  test('keeps unknown keys with every digit', async () => {
    const { result, sent } = await write();
    expect(result).toMatchObject({ ok: true, value: { tookEffect: true } });
    expect(sent).toBe(update === 'merge' ? '{"capi":{"enabled":true}}' : wire(true));
  });

  test('returns known members as numbers', async () => {
    const { config } = await write();
    expect(config.ok && config.value.fields.monthlyCostCap).toEqual(api(30000.5));
  });
});
