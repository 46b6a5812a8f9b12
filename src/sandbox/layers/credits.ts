import { creditsShape } from './records-world.ts';
import { accepted } from './envelope.ts';
import { type Route, shownId } from './route.ts';
import type { World } from './state.ts';

/**
 * Generation credits, which are not money.
 *
 * Source: developers.layers.com docs/api/reference/credits/get-credits (documented; the scope is unknown, none is
 * required here).
 */
export const credits: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/credits',
    class: 'read-light',
    scopes: () => [],
    reply: ({ key, state }) => {
      const own = creditsOf(state.world, key.organization);
      const now = state.now();
      const month = (ahead: number) =>
        new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString();
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
    },
  },
];

/** An organization without an entry in the world has the default credits. */
export function creditsOf(world: World, organization: string) {
  const known = world.layers.credits.find((one) => one.organization === organization);
  return known ?? creditsShape.parse({ organization });
}
