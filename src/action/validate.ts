import { validAsText } from '../render/index.ts';
import { EXIT, openWorkspace, validated } from '../operations/index.ts';
import type { ActionCommand } from './inputs.ts';
import { publishOptions, publishProblems } from './publish-problems.ts';

/** Everything that can be said without network and credentials, beside the lines that it is about. */
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
