import type { DesiredLayer, Problem } from '../model/index.ts';

/** Valid in a document, but of no project and no account: neither API gives such ids (inferred). */
export const PLACEHOLDER_ACCOUNT = '0000000000000000000';
export const PLACEHOLDER_PROJECT = '00000000-0000-4000-8000-000000000000';

const REMEDIES = {
  project: 'Write the id in the address of the project in the Layers dashboard.',
  adAccountId: 'Write the id of the ad account at TikTok.',
  tiktokBusinessId: 'Write the id of the Business Center that owns the ad account.',
} as const;

/** A problem for each id that a person has not replaced yet. A sandbox accepts them; a real API never receives one. */
export function placeholders(layer: DesiredLayer): readonly Problem[] {
  const { name, project, fields } = layer;
  const found = {
    project: project === PLACEHOLDER_PROJECT,
    adAccountId: fields.adAccountId === PLACEHOLDER_ACCOUNT,
    tiktokBusinessId: fields.tiktokBusinessId === PLACEHOLDER_ACCOUNT,
  };
  return (['project', 'tiktokBusinessId', 'adAccountId'] as const)
    .filter((path) => found[path])
    .map((path) => {
      const at = layer.location[path] ?? layer.location[''];
      return {
        code: 'document/placeholder',
        layer: name,
        message: `${path} is a placeholder, which is not sent to an API.`,
        remedy: `${REMEDIES[path]} Until then, plan with --sandbox.`,
        ...(at && { location: at }),
      };
    });
}
