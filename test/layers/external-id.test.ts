import { expect, test } from 'vitest';
import type { LiveProject } from '../../src/model/index.ts';
import { NEVER } from '../http/harness.ts';
import { layers, PROJECT } from './world.ts';

const NEXT = { revision: 1, entries: {}, drop: [] };

/** Reads a project and writes its ledger; the answer to the write holds `answered`. */
async function written(row: object, answered: object) {
  const { writer, log } = layers({
    'GET ': () => ({ body: { id: PROJECT, metadata: null, ...row } }),
    'PATCH ': () => ({ body: { id: PROJECT, ...answered } }),
  });
  const seen = await writer.project(PROJECT, NEVER);
  const project: LiveProject = seen.ok
    ? seen.value
    : { ledger: { revision: 0, entries: {}, unreadable: true }, metadata: {} };
  const result = await writer.writeLedger(PROJECT, project, NEXT, 'key-1', NEVER);
  return { result, body: log.find(({ method }) => method === 'PATCH')?.body };
}

test.each([
  { name: 'an id', row: { customerExternalId: 'acme-42' }, sent: { customerExternalId: 'acme-42' } },
  { name: 'none', row: { customerExternalId: null }, sent: {} },
  { name: 'an empty one', row: { customerExternalId: '' }, sent: {} },
  { name: 'an API that does not show it', row: {}, sent: {} },
])('a write of the ledger sends the id of the customer along: $name', async ({ row, sent }) => {
  const { result, body } = await written(row, row);
  expect(result.ok).toBe(true);
  expect(body).toEqual({ ...sent, metadata: { reconcile: { format: 1, revision: 1, layers: {} } } });
});

test.each([
  { name: 'the id is gone', answered: { customerExternalId: null }, ok: false },
  { name: 'a different id', answered: { customerExternalId: 'other' }, ok: false },
  { name: 'the same id', answered: { customerExternalId: 'acme-42' }, ok: true },
  { name: 'an answer without it', answered: {}, ok: true },
])('the id is compared in the answer: $name', async ({ answered, ok }) => {
  const { result } = await written({ customerExternalId: 'acme-42' }, answered);
  expect(result).toMatchObject(ok ? { ok } : { ok, problems: [{ code: 'ledger/external-id' }] });
});

test('and after a lost response, in the live state', async () => {
  let sent: object | undefined;
  const { writer } = layers({
    'GET ': () => ({
      body: {
        id: PROJECT,
        metadata: null,
        customerExternalId: 'acme-42',
        ...sent,
        ...(sent && { customerExternalId: null }),
      },
    }),
    'PATCH ': ({ body }) => {
      sent = body as object;
      return { status: 200, body: '<html>' };
    },
  });
  const seen = await writer.project(PROJECT, NEVER);
  if (!seen.ok) throw new Error('The project cannot be read.');
  const result = await writer.writeLedger(PROJECT, seen.value, NEXT, 'key-1', NEVER);
  expect(result).toMatchObject({ ok: false, problems: [{ code: 'ledger/external-id' }] });
});

test.each([{}, [], { ok: true }, null, 'done'])(
  'an answer of 200 that is not the project proves no write: %j',
  async (answer) => {
    const { writer } = layers({
      'GET ': () => ({ body: { id: PROJECT, metadata: null } }),
      'PATCH ': () => ({ body: answer }),
    });
    const seen = await writer.project(PROJECT, NEVER);
    if (!seen.ok) throw new Error('The project cannot be read.');
    const result = await writer.writeLedger(PROJECT, seen.value, NEXT, 'key-1', NEVER);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
  },
);
