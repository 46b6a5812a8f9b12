import { resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import { fail, ok, type Problem, type Result } from '../model/index.ts';
import { openOutputs, type Output, type Outputs, undoOutputs } from '../io/index.ts';
import type { Workspace } from './index.ts';

/** Files besides documents and settings that a command line names, each as typed. */
export type NamedFiles = {
  /** A file to save the plan in. */
  readonly out?: string;
  /** A file for redacted reads. */
  readonly record?: string;
  /** A folder for undo documents. */
  readonly undoDir?: string;
  /** A file that `record` wrote, used instead of the network. */
  readonly replay?: string;
  /** A world file, if one is named. */
  readonly sandbox?: string | true;
  /** Other input files. */
  readonly inputs?: readonly string[];
};

/** Checks the outputs of a command. Fails with every file that may not be written, before any API request or write. */
export async function openNamedOutputs(
  { out, record, undoDir, sandbox, replay, inputs = [] }: NamedFiles,
  workspace: Workspace,
  machine: Pick<Machine, 'files' | 'cwd'>,
): Promise<Result<Outputs>> {
  const read = [...[sandbox, replay].filter((path) => typeof path === 'string'), ...inputs];
  const outputs = openOutputs({ ...workspace, inputs: read }, machine);
  const files: readonly Output[] = [
    ...(out === undefined ? [] : [{ option: '--out', path: out }]),
    ...(record === undefined ? [] : [{ option: '--record', path: record }]),
  ];
  const [first, second] = files.map(({ path }) => resolve(machine.cwd, path));
  if (first !== undefined && first === second) return fail(oneFile);
  const all = [...workspace.desired, ...workspace.unselected];
  const way = undoDir === undefined ? [] : await problemsOf(undoOutputs(undoDir, all), outputs);
  // One problem of the undo folder is enough: the others repeat it.
  const problems = [...(await problemsOf(files, outputs)), ...way.slice(0, 1)];
  return problems.length > 0 ? fail(...problems) : ok(outputs);
}

async function problemsOf(files: readonly Output[], { problem }: Outputs): Promise<readonly Problem[]> {
  return (await Promise.all(files.map(problem))).flatMap((one) => one ?? []);
}

const oneFile: Problem = {
  code: 'cli/usage',
  message: '--out and --record name one file.',
  remedy: 'Name another file with one of them.',
};
