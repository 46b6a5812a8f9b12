import type { Check, DesiredLayer, Problem } from '../model/index.ts';
import { eventNames } from '../plan/index.ts';
import { noDocuments } from '../io/index.ts';
import { globMatcher } from '../settings/index.ts';
import type { Workspace } from './workspace.ts';

/** Valid documents with checks that need no live state. */
export type ValidDocuments = {
  readonly layers: readonly Pick<DesiredLayer, 'name' | 'file'>[];
  /** Number of files, fragments included. */
  readonly files: number;
  readonly checks: readonly Check[];
};

/** Checks that need neither network nor environment. */
export function offlineChecks({ desired, files }: Workspace): ValidDocuments {
  const layers = desired.map(({ name, file }) => ({ name, file }));
  return { layers, files: files.length, checks: desired.flatMap(eventNames) };
}

/**
 * Warnings about the settings: no document exists yet, or a rule under `credentials` matches none, probably by a typo, so
 * the intended layers use other variables.
 */
export function settingsWarnings({
  settings,
  settingsFile,
  files,
}: Pick<Workspace, 'settings' | 'settingsFile' | 'files'>): readonly Problem[] {
  const documents = files.filter(({ role }) => role === 'document').map(({ filePath }) => filePath);
  if (documents.length === 0) return [noDocuments([], settings.layers)];
  return settings.credentials
    .filter(({ match }) => !documents.some(globMatcher(match)))
    .map(({ match }) => ({
      code: 'settings/unmatched-rule',
      message: `The rule for ${JSON.stringify(match)} under credentials in ${settingsFile} matches no layer document.`,
      remedy:
        'Correct its pattern, or remove the rule. Layers without a matching rule use LAYERS_API_KEY and TIKTOK_ACCESS_TOKEN.',
    }));
}
