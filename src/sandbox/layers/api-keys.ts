import { accepted, notFound } from './envelope.ts';
import { keyIdOf } from './key-id.ts';
import { type Route, shownId } from './route.ts';

/**
 * Any key can kill any key of its organization; only a person can restore one.
 *
 * Source: developers.layers.com docs/api/reference/api-keys/kill (documented). That a key can kill itself, and that a
 * second call has no effect, is inferred.
 */
export const apiKeys: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/api-keys/:keyId/kill',
    class: 'write-light',
    scopes: () => [],
    reply: ({ key, params, state }) => {
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
    },
  },
];
