import { type Check, type DesiredLayer, nameList, type Problem } from '../model/index.ts';
import { eventNames } from '../plan/index.ts';
import { placeholders } from '../desired/index.ts';
import { noDocuments } from '../io/index.ts';
import { globMatcher } from '../settings/index.ts';
import type { Workspace } from './workspace.ts';

/** Valid documents with checks that need no live state. */
export type ValidDocuments = {
  readonly layers: readonly Pick<DesiredLayer, 'name' | 'file'>[];
  /** Number of files, fragments included: those that the command covers. */
  readonly files: number;
  readonly checks: readonly Check[];
  /** They do not make a document invalid. */
  readonly warnings: readonly Problem[];
};

/** Checks that need neither network nor environment. */
export function offlineChecks(
  workspace: Pick<Workspace, 'desired' | 'files' | 'named' | 'settings' | 'settingsFile'>,
): ValidDocuments {
  const { desired, files, named = files } = workspace;
  return {
    layers: desired.map(({ name, file }) => ({ name, file })),
    files: named.length,
    checks: desired.flatMap(eventNames),
    warnings: [...settingsWarnings(workspace), ...desired.flatMap(placeholders)],
  };
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

/** A warning about invalid documents that the command does not cover. */
export function othersInvalid({ unselectedInvalid }: Pick<Workspace, 'unselectedInvalid'>): readonly Problem[] {
  if (unselectedInvalid.length === 0) return [];
  const files = nameList(unselectedInvalid.map(({ file }) => file));
  const what =
    unselectedInvalid.length === 1 ? '1 other document is' : `${unselectedInvalid.length} other documents are`;
  return [
    {
      code: 'document/others-invalid',
      message: `${what} invalid: ${files}.`,
      remedy: 'Run reconcile validate to see the problems.',
    },
  ];
}
