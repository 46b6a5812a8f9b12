import { createHash } from 'node:crypto';
import { accepted } from './envelope.ts';
import { type Route, shownId } from './route.ts';

/**
 * Who the key is.
 *
 * Source: developers.layers.com docs/api/getting-started/first-request, docs/api/reference/organizations/whoami
 * (documented). The oldest generation answers a killed key and says so; the newer ones refuse it.
 */
export const whoami: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/whoami',
    class: 'read-light',
    scopes: () => [],
    answersKilled: ({ switches }) => switches.generation === 'seed',
    reply: ({ key, state: { world } }) => {
      const organization = shownId(world, 'org', key.organization);
      return accepted({
        organizationId: organization,
        workspaceId: organization,
        organizationName: key.name,
        scopes: key.scopes,
        rateLimitTier: key.tier,
        ...(world.switches.generation === 'newer'
          ? { parentOrganizationId: null }
          : { killSwitch: key.killed, apiAccessRevoked: key.killed }),
        apiKeyId: shownId(world, 'key', keyId(key.key)),
        creditBalance: 6000,
      });
    },
  },
];

/** A UUID that tells nothing about the key. */
function keyId(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
