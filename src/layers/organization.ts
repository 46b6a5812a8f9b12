import { z } from 'zod';
import type { ApiFailure, Client } from '../http/index.ts';
import { fail, ok, type Result } from '../model/index.ts';
import { optionalText, read } from './request.ts';

export type Organization = {
  readonly id: string;
  readonly name: string;
  readonly tier: string;
  /** Of the key; absent if not shown. */
  readonly scopes?: readonly string[];
};

const Shape = z.object({
  organizationId: z.string().min(1),
  organizationName: optionalText,
  rateLimitTier: optionalText,
  scopes: z.array(z.string()).nullish().catch(undefined),
  killSwitch: z.boolean().nullish().catch(undefined),
  apiAccessRevoked: z.boolean().nullish().catch(undefined),
});

/**
 * Cached unless the request failed. Concurrent callers share one request.
 *
 * Source: developers.layers.com docs/api/reference/organizations/whoami (documented); a suspended key may get 200:
 * docs/api/getting-started/first-request, oldest form (documented).
 */
export function createOrganization(client: Client): {
  readonly read: (signal: AbortSignal) => Promise<Result<Organization>>;
  /** `undefined` until a request has succeeded. */
  readonly known: () => Organization | undefined;
} {
  let known: Organization | undefined;
  let pending: Promise<Result<Organization>> | undefined;

  return {
    known: () => known,
    async read(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (known !== undefined) return ok(known);
        pending ??= readOrganization(client, signal).finally(() => {
          pending = undefined;
        });
        try {
          const result = await pending;
          if (result.ok) known = result.value;
          return result;
        } catch (error) {
          // Aborted by the signal of a different caller; this one tries again.
          if (signal.aborted) throw error;
        }
      }
    },
  };
}

async function readOrganization(client: Client, signal: AbortSignal): Promise<Result<Organization>> {
  const reading = await read(client, '/v1/whoami', Shape, signal);
  if (!reading.ok) return reading;
  const { organizationId, organizationName, rateLimitTier, scopes, killSwitch, apiAccessRevoked } = reading.value;
  if (killSwitch === true || apiAccessRevoked === true) {
    const message = `Layers suspended this API key or its organization (${organizationId}).`;
    const remedy = 'Ask an admin of the organization to lift it in the Layers dashboard, or use a different key.';
    return fail({ code: 'api/suspended', message, remedy });
  }
  const id = withoutPrefix(organizationId);
  return ok({ id, name: organizationName ?? '', tier: rateLimitTier ?? 'standard', ...(scopes && { scopes }) });
}

const PREFIXED_UUID = /^(?:org_)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** Older responses have a bare UUID, newer ones `org_<uuid>`. Both must give the same digest. */
function withoutPrefix(id: string): string {
  return PREFIXED_UUID.exec(id)?.[1]?.toLowerCase() ?? id;
}

/**
 * Rewrites `api/not-found`, which a missing project shares with one of a different organization. Other failures stay
 * unchanged.
 *
 * Source: developers.layers.com docs/api/operational/errors (documented).
 */
export function noSuchProject(
  refused: ApiFailure,
  project: string,
  organization: Organization | undefined,
): ApiFailure {
  const [problem] = refused.problems;
  if (problem.code !== 'api/not-found') return refused;
  const owner =
    organization === undefined
      ? 'the organization of the API key'
      : `organization ${organization.id}${organization.name === '' ? '' : ` (${organization.name})`} of the API key`;
  const message = `Project ${project} was not found in ${owner}.`;
  const remedy = `Check \`project: ${project}\` in the layer document, and that the API key belongs to the project's organization.`;
  return { ...refused, problems: [{ code: 'api/not-found', message, remedy }] };
}
