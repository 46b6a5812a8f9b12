import type { Problem } from '../model/index.ts';
import { globMatcher } from '../settings/index.ts';
import type { Workspace } from '../operations/workspace.ts';

/**
 * Rules under `credentials` that match no layer document. Most likely the pattern has a typo, and the intended layers
 * silently use other variables.
 */
export function unmatchedRules({
  settings,
  settingsFile,
  files,
}: Pick<Workspace, 'settings' | 'settingsFile' | 'files'>): readonly Problem[] {
  const documents = files.filter(({ role }) => role === 'document').map(({ filePath }) => filePath);
  return settings.credentials
    .filter(({ match }) => !documents.some(globMatcher(match)))
    .map(({ match }) => ({
      code: 'settings/unmatched-rule',
      message: `The rule for ${JSON.stringify(match)} under credentials in ${settingsFile} matches no layer document.`,
      remedy:
        'Correct its pattern, or remove the rule. Layers that no rule matches go by LAYERS_API_KEY and TIKTOK_ACCESS_TOKEN.',
    }));
}
