import { ok, type Result } from '../model/index.ts';
import { type GitMachine, output, unparsableOutput } from './git-output.ts';

/** The commit that wrote a line. `isBoundary`: history ends there. */
export type BlamedLine = {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly summary: string;
  readonly isBoundary: boolean;
};

/**
 * The commit that wrote a line of a committed file. Runs no program of a configuration (`textconv`).
 *
 * @param line counted from 1
 */
export async function blame(
  commit: string,
  filePath: string,
  line: number,
  folder: string,
  machine: GitMachine,
): Promise<Result<BlamedLine>> {
  const range = `${line},${line}`;
  const options = ['--porcelain', '--root', '--no-textconv', '-L', range];
  const answer = await output(['blame', ...options, commit, '--', filePath], folder, machine);
  if (!answer.ok) return answer;
  const [first = '', ...rest] = (answer.value ?? '').split('\n');
  const id = /^[0-9a-f]{40,64}(?= )/.exec(first)?.[0];
  const memberOf = (name: string): string | undefined =>
    rest.find((text) => text.startsWith(`${name} `))?.slice(name.length + 1);
  const seconds = Number(memberOf('author-time'));
  if (id === undefined || !Number.isSafeInteger(seconds) || seconds > 8.64e12) return unparsableOutput(folder);
  return ok({
    commit: id,
    author: memberOf('author') ?? '',
    time: new Date(seconds * 1000).toISOString(),
    summary: memberOf('summary') ?? '',
    isBoundary: rest.includes('boundary'),
  });
}
