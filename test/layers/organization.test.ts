import { describe, expect, test } from 'vitest';
import { NEVER } from '../http/harness.ts';
import { KEY, PROJECT, layers, no } from './world.ts';

const UUID = '0d6b5f6e-0000-4000-8000-000000000001';

describe('organization', () => {
  test.each([
    {
      name: 'the first generation',
      body: {
        organizationId: UUID,
        workspaceId: UUID,
        organizationName: 'Example Org',
        scopes: [],
        rateLimitTier: 'standard',
        killSwitch: false,
        apiAccessRevoked: false,
        apiKeyId: UUID,
        creditBalance: 6000,
      },
    },
    {
      name: 'the newer one, with prefixes',
      body: {
        organizationId: `org_${UUID}`,
        workspaceId: `org_${UUID}`,
        organizationName: 'Example Org',
        parentOrganizationId: null,
        scopes: ['*'],
        rateLimitTier: 'standard',
        apiKeyId: `key_${UUID}`,
        creditBalance: 2540,
      },
    },
    { name: 'with nothing but the id', body: { organizationId: UUID, rateLimitTier: null } },
  ])('$name gives the same id', async ({ body }) => {
    const { reader } = layers({ 'GET /v1/whoami': { body } });
    expect(await reader.organization(NEVER)).toEqual({ ok: true, value: UUID });
  });

  test('an opaque id stays as it is', async () => {
    const { reader } = layers({ 'GET /v1/whoami': { body: { organizationId: 'org_acme' } } });
    expect(await reader.organization(NEVER)).toEqual({ ok: true, value: 'org_acme' });
  });

  test('callers at the same time, and later ones, share one request', async () => {
    const { reader, log } = layers({ 'GET /v1/whoami': { body: { organizationId: UUID } } });
    await Promise.all([reader.organization(NEVER), reader.organization(NEVER)]);
    await reader.organization(NEVER);
    expect(log).toHaveLength(1);
    expect(reader.calls()).toBe(1);
    expect(log[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  test('a failure is not remembered', async () => {
    let asked = 0;
    const { reader } = layers({
      'GET /v1/whoami': () => (++asked === 1 ? no(401, 'UNAUTHENTICATED') : { body: { organizationId: UUID } }),
    });
    expect(await reader.organization(NEVER)).toMatchObject({ ok: false, problems: [{ code: 'api/unauthenticated' }] });
    expect(await reader.organization(NEVER)).toEqual({ ok: true, value: UUID });
  });

  test('a key that is suspended and still answered with 200', async () => {
    const { reader } = layers({ 'GET /v1/whoami': { body: { organizationId: UUID, killSwitch: true } } });
    expect(await reader.organization(NEVER)).toMatchObject({ ok: false, problems: [{ code: 'api/suspended' }] });
  });

  test.each([
    { tier: 'standard', waits: 1 },
    { tier: 'pilot', waits: 0 },
  ])('at tier $tier, 150 concurrent reads', async ({ tier, waits }) => {
    const { reader, sleeps } = layers({
      'GET /v1/whoami': { body: { organizationId: UUID, rateLimitTier: tier } },
      'GET ': { body: {} },
    });
    await reader.organization(NEVER);
    await Promise.all(Array.from({ length: 19 }, () => reader.project(PROJECT, NEVER)));
    expect(sleeps).toEqual([]);
    await Promise.all(Array.from({ length: 130 }, () => reader.project(PROJECT, NEVER)));
    expect(sleeps.length > 0 ? 1 : 0).toBe(waits);
  });
});
