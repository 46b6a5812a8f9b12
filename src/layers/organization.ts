import { z } from 'zod';
import type { Client } from '../http/index.ts';
import type { Result } from '../model/index.ts';
import { read } from './read.ts';

/** Whose key it is. */
export type Organization = { readonly id: string; readonly name: string; readonly tier: string };

/** Scopes and credits are not read: an API that drops them breaks nothing here. */
const Shape = z.object({
  organizationId: z.string().min(1),
  organizationName: z.string().nullish().catch(undefined),
  rateLimitTier: z.string().nullish().catch(undefined),
  killSwitch: z.boolean().nullish().catch(undefined),
  apiAccessRevoked: z.boolean().nullish().catch(undefined),
});

/**
 * The organization that the key belongs to, asked once and then remembered. Callers at the same time share one request;
 * a failure is not remembered.
 *
 * Source: developers.layers.com docs/api/reference/organizations/whoami (documented); that a suspended key may still be
 * answered with 200 here: docs/api/getting-started/first-request, oldest form (documented).
 */
export function createOrganization(client: Client): {
  readonly ask: (signal: AbortSignal) => Promise<Result<Organization>>;
  /** `undefined` until it was asked and answered. */
  readonly known: () => Organization | undefined;
} {
  let known: Organization | undefined;
  let pending: Promise<Result<Organization>> | undefined;

  return {
    known: () => known,
    async ask(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (known !== undefined) return { ok: true, value: known };
        pending ??= askOnce(client, signal).finally(() => {
          pending = undefined;
        });
        try {
          const result = await pending;
          if (result.ok) known = result.value;
          return result;
        } catch (error) {
          // Another caller's request was stopped by that caller's signal; ours goes on.
          if (signal.aborted) throw error;
        }
      }
    },
  };
}

async function askOnce(client: Client, signal: AbortSignal): Promise<Result<Organization>> {
  const reading = await read(client, '/v1/whoami', Shape, signal);
  if (!reading.ok) return reading;
  const { organizationId, organizationName, rateLimitTier, killSwitch, apiAccessRevoked } = reading.value;
  if (killSwitch === true || apiAccessRevoked === true) {
    const message = `Layers suspended this API key or its organization (${organizationId}).`;
    const remedy = 'Ask an admin of the organization to lift it in the Layers dashboard, or use another key.';
    return { ok: false, problems: [{ code: 'api/suspended', message, remedy }] };
  }
  const id = withoutPrefix(organizationId);
  return { ok: true, value: { id, name: organizationName ?? '', tier: rateLimitTier ?? 'standard' } };
}

const PREFIXED_UUID = /^(?:org_)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** Older answers hold a bare UUID, newer ones `org_<uuid>`: the same organization must give the same digest. */
function withoutPrefix(id: string): string {
  return PREFIXED_UUID.exec(id)?.[1]?.toLowerCase() ?? id;
}
