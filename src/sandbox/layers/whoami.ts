import { creditsOf } from './credits.ts';
import { accepted } from './envelope.ts';
import { keyIdOf } from './key-id.ts';
import { type Route, shownId } from './route.ts';

/**
 * Identity of the key.
 *
 * Source: developers.layers.com docs/api/getting-started/first-request, docs/api/reference/organizations/whoami
 * (documented). The oldest generation answers a killed key and reports that it is killed; the newer ones refuse it.
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
        apiKeyId: shownId(world, 'key', keyIdOf(key)),
        creditBalance: creditsOf(world, key.organization).balance,
      });
    },
  },
];
