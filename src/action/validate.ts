import { validAsText } from '../render/index.ts';
import { EXIT, openWorkspace, validated } from '../operations/index.ts';
import type { ActionCommand } from './inputs.ts';
import { publishOptions, publishProblems } from './publish-problems.ts';

/** Validates the documents without network or credentials, and annotates the lines. */
export const validateCommand: ActionCommand = async ({ config }, machine) => {
  const options = { paths: [], ...(config !== undefined && { config }) };
  const workspace = await openWorkspace(options, { ...machine, env: {} });
  if (!workspace.ok) {
    await publishProblems(workspace.problems, await publishOptions(config, { base: null }, machine), machine);
    return EXIT.problems;
  }
  machine.terminal.print(validAsText(validated(workspace.value), { colour: machine.terminal.colour }));
  return EXIT.ok;
};
