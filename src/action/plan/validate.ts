import { join, relative, sep } from 'node:path';
import { documentMatcher } from '../../settings/index.ts';
import type { Machine } from '../../machine.ts';
import { type Problem, settingsFilePaths } from '../../model/index.ts';
import { EXIT, offlineChecks, openWorkspace, type Workspace } from '../../operations/index.ts';
import { rootInRepository } from '../../publish/index.ts';
import { validAsText, warningsAsText } from '../../render/index.ts';
import type { ActionCommand } from '../inputs.ts';
import { publishOptions, publishProblems } from '../publish-problems.ts';
import { changedFiles } from './merge-commit.ts';

/**
 * Validates a pull request that must not use credentials, and rejects it if it changes files that a plan would cover.
 * Uses no network.
 *
 * @param why the author is untrusted, as the end of a sentence
 * @param base the commit to compare with
 */
export async function validateUntrusted(
  why: string,
  base: string,
  config: string | undefined,
  machine: Machine,
): Promise<readonly Problem[]> {
  const workspace = await openWorkspace(
    { paths: [], ...(config !== undefined && { config }) },
    { ...machine, env: {} },
  );
  if (!workspace.ok) return workspace.problems;
  const changed = await changedFiles(base, workspace.value.root, machine);
  if (!changed.ok) return changed.problems;
  const covered = await coveredFiles(workspace.value, changed.value, machine);
  return covered.length === 0 ? [] : [notPlanned(why, covered)];
}

/** The changed files that are documents, fragments or settings, including removed documents. */
async function coveredFiles(
  workspace: Workspace,
  changed: readonly string[],
  machine: Machine,
): Promise<readonly string[]> {
  const { root, settingsFile, settings, files } = workspace;
  const folder = await rootInRepository(root, machine);
  const real = (await machine.files.look(root))?.real ?? root;
  const named = new Set([...settingsFilePaths(settingsFile), ...files.map(({ filePath }) => filePath)]);
  // A document may be a link; its target then counts as the document.
  for (const { filePath } of files) {
    const look = await machine.files.look(join(root, ...filePath.split('/')));
    if (look !== undefined) named.add(relative(real, look.real).split(sep).join('/'));
  }
  const matches = documentMatcher(settings.layers);
  const prefix = folder === '.' ? '' : `${folder}/`;
  return changed.filter((path) => {
    const filePath = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
    return filePath !== undefined && (named.has(filePath) || matches(filePath));
  });
}

function notPlanned(why: string, files: readonly string[]): Problem {
  const more = files.length === 1 ? '' : ` and ${files.length - 1} more`;
  return {
    code: 'github/not-planned',
    message: `Not planned: this pull request changes ${JSON.stringify(files[0])}${more}, and ${why}. Untrusted content gets no credentials.`,
    remedy:
      'Ask a person with write access to review it and to push the branch to this repository in a new pull request.',
  };
}

/** Validates the documents without network or credentials, and annotates the lines. */
export const validateCommand: ActionCommand = async ({ config }, machine) => {
  const options = { paths: [], ...(config !== undefined && { config }) };
  const workspace = await openWorkspace(options, { ...machine, env: {} });
  if (!workspace.ok) {
    await publishProblems(workspace.problems, await publishOptions(config, machine), machine);
    return EXIT.problems;
  }
  const valid = offlineChecks(workspace.value);
  machine.terminal.warn(warningsAsText(valid.warnings, { colour: machine.terminal.warnColour }));
  machine.terminal.print(validAsText(valid, { colour: machine.terminal.colour }));
  return EXIT.ok;
};
