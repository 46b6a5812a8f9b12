import { describe, expect, test } from 'vitest';
import { NEVER } from '../http/harness.ts';
import { KEY, NOT_FOUND, PROJECT, layers, no } from './world.ts';

const UUID = '0d6b5f6e-0000-4000-8000-000000000001';

describe('refusals', () => {
  const SUSPENDED = no(503, 'KILL_SWITCH');
  test.each([
    { name: 'a wrong key', reply: no(401, 'UNAUTHENTICATED'), code: 'api/unauthenticated', calls: 1 },
    { name: 'a missing scope', reply: no(403, 'FORBIDDEN_SCOPE'), code: 'api/forbidden', calls: 1 },
    { name: 'a fence', reply: no(403, 'FORBIDDEN_FENCE'), code: 'api/refused', calls: 1 },
    { name: 'out of credits', reply: no(402, 'BILLING_EXHAUSTED'), code: 'api/refused', calls: 1 },
    { name: 'not there', reply: NOT_FOUND, code: 'api/not-found', calls: 1 },
    {
      name: 'a foreign 404',
      reply: { status: 404, body: 'not here', headers: { 'content-type': 'text/plain' } },
      code: 'api/unreadable',
      calls: 1,
    },
    { name: 'validation, one page', reply: no(422, 'VALIDATION'), code: 'api/refused', calls: 1 },
    { name: 'validation, another page', reply: no(400, 'VALIDATION'), code: 'api/refused', calls: 1 },
    { name: 'conflict', reply: no(409, 'CONFLICT'), code: 'api/conflict', calls: 1 },
    { name: 'suspended: not asked again', reply: SUSPENDED, code: 'api/suspended', calls: 1 },
    {
      name: 'too many, for a minute and more',
      reply: no(429, 'RATE_LIMITED', 'Slow.', { 'retry-after': '61' }),
      code: 'api/rate-limited',
      calls: 1,
    },
    {
      name: 'too many, for ever',
      reply: no(429, 'RATE_LIMITED', 'Slow.', { 'retry-after': '1' }),
      code: 'api/rate-limited',
      calls: 4,
    },
    { name: 'a fault', reply: no(500, 'INTERNAL'), code: 'api/unreachable', calls: 4 },
    {
      name: 'a gateway',
      reply: { status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
      code: 'api/unreachable',
      calls: 4,
    },
    { name: 'JSON that breaks off', reply: { body: '{"metadata":' }, code: 'api/unreadable', calls: 4 },
    {
      name: 'HTML with 200',
      reply: { body: '<html>', headers: { 'content-type': 'text/html' } },
      code: 'api/unreadable',
      calls: 1,
    },
    { name: 'nothing with 200', reply: { body: '' }, code: 'api/unreadable', calls: 1 },
    {
      name: 'metadata that is no object',
      reply: { body: { id: PROJECT, metadata: [1] } },
      code: 'api/unreadable',
      calls: 1,
    },
    { name: 'an object that is not a project', reply: { body: {} }, code: 'api/unreadable', calls: 1 },
    { name: 'metadata without the id', reply: { body: { metadata: {} } }, code: 'api/unreadable', calls: 1 },
  ])('$name', async ({ reply, code, calls }) => {
    const { reader, log } = layers({ 'GET ': reply });
    expect(await reader.project(PROJECT, NEVER)).toMatchObject({ ok: false, problems: [{ code }] });
    expect(log).toHaveLength(calls);
  });

  test('the message of Layers and its request id are shown, the key is not', async () => {
    const { reader } = layers({ 'GET ': no(403, 'FORBIDDEN_SCOPE', `Key ${KEY} lacks projects:read.`) });
    const text = JSON.stringify(await reader.project(PROJECT, NEVER));
    expect(text).toContain('Key ••• lacks projects:read.');
    expect(text).toContain('req_01J0000000000000000000TEST');
    expect(text).not.toContain(KEY);
  });

  test('a project of a different organization names the organization of the key', async () => {
    const { reader } = layers({
      'GET /v1/whoami': { body: { organizationId: UUID, organizationName: 'Acme' } },
      'GET ': NOT_FOUND,
    });
    await reader.organization(NEVER);
    const text = JSON.stringify(await reader.project(PROJECT, NEVER));
    expect(text).toContain(`${UUID} (Acme)`);
    expect(text).toContain(PROJECT);
  });
});
