import { accepted, notFound } from './envelope.ts';
import { keyIdOf } from './ids.ts';
import { creditsShape } from './records-world.ts';
import { type Route, route, shownId } from './route.ts';
import type { World } from './world.ts';

/**
 * Identity of the key. Source: docs/api/getting-started/first-request, docs/api/reference/organizations/whoami
 * (documented). The oldest generation answers a killed key and reports that it is killed; the newer ones refuse it.
 */
export const whoami: readonly Route[] = [
  route(
    'GET',
    '/v1/whoami',
    [],
    ({ key, state: { world } }) => {
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
    { answersKilled: ({ switches }) => switches.generation === 'seed' },
  ),
];

/**
 * Generation credits, which are not money. Source: docs/api/reference/credits/get-credits (documented; the scope is
 * unknown, none is required here).
 */
export const credits: readonly Route[] = [
  route('GET', '/v1/credits', [], ({ key, state }) => {
    const own = creditsOf(state.world, key.organization);
    const now = state.now();
    const month = (ahead: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString();
    const includedRemaining = Math.max(0, Math.min(own.balance, own.included - own.used));
    return accepted({
      organizationId: shownId(state.world, 'org', key.organization),
      balance: own.balance,
      available: own.balance - own.reserved,
      includedRemaining,
      prepaidBalance: own.balance - includedRemaining,
      reservedCredits: own.reserved,
      includedThisPeriod: own.included,
      usedThisPeriod: own.used,
      currentPeriod: { start: month(0), end: month(1), usedCredits: own.used },
      subscriptionTier: own.tier,
      billingStatus: own.billingStatus,
      estimatedCreditsPerFormat: {},
      ingestCostsBilled: {},
    });
  }),
];

/** An organization without an entry in the world has the default credits. */
export function creditsOf(world: World, organization: string) {
  const known = world.layers.credits.find((one) => one.organization === organization);
  return known ?? creditsShape.parse({ organization });
}

/**
 * Any key can kill any key of its organization; only a person can restore one. Source: docs/api/reference/api-keys/kill
 * (documented). That a key can kill itself, and that a second call has no effect, is inferred.
 */
export const apiKeys: readonly Route[] = [
  route('POST', '/v1/api-keys/:keyId/kill', [], ({ key, params, state }) => {
    const id = params.keyId?.replace(/^key_/, '');
    const { keys } = state.world.layers;
    const found = keys.find((one) => keyIdOf(one) === id && one.organization === key.organization);
    if (found === undefined) return notFound('API key');
    found.killed = true;
    found.killedAt ??= state.now().toISOString();
    return accepted({
      apiKey: {
        id: shownId(state.world, 'key', keyIdOf(found)),
        organizationId: shownId(state.world, 'org', found.organization),
        name: found.name,
        // The part before the secret is not secret (documented).
        prefix: found.key.split('_').slice(0, 3).join('_'),
        killSwitch: true,
        isActive: false,
        revokedAt: found.killedAt,
      },
      killed: true,
    });
  }),
];
