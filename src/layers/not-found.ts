import type { ApiFailure } from '../http/index.ts';
import type { Organization } from './organization.ts';

/**
 * Rewrites `api/not-found`: Layers gives the same answer for a missing project and for one of a different organization,
 * so the message names both. Other failures stay unchanged.
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
      : `organization ${organization.id}${organization.name === '' ? '' : ` (${organization.name})`}, to which the API key belongs`;
  const message = `Layers knows no project ${project} in ${owner}.`;
  const remedy = `Check \`project: ${project}\` in the layer document, and that the API key belongs to the project's organization.`;
  return { ...refused, problems: [{ code: 'api/not-found', message, remedy }] };
}
