import type { Machine } from '../machine.ts';
import { MAX_SUMMARY_BYTES, type Plan } from '../model/index.ts';
import { exitCode } from '../operations/index.ts';

/**
 * Files through which a step passes data to a GitHub runner. Outside of Actions there are none, and nothing is written.
 *
 * Source: docs.github.com, workflow commands for GitHub Actions (documented).
 */

export type RunnerFiles = Pick<Machine, 'files' | 'env' | 'uuid'>;

/** Whether a GitHub Actions runner reads standard output. */
export function onRunner({ env }: Pick<Machine, 'env'>): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** Prints workflow commands, such as annotations. */
export function writeWorkflowCommands(commands: string, { terminal }: Pick<Machine, 'terminal'>): void {
  (terminal.command ?? terminal.print)(commands);
}

/** Bytes left in the summary of this step; `undefined` without a summary. */
export async function summaryRoom({ files, env }: RunnerFiles): Promise<number | undefined> {
  const path = env.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return undefined;
  return Math.max(0, MAX_SUMMARY_BYTES - ((await files.look(path))?.size ?? 0));
}

export async function appendSummary(text: string, { files, env }: RunnerFiles): Promise<void> {
  if (env.GITHUB_STEP_SUMMARY !== undefined) await files.append(env.GITHUB_STEP_SUMMARY, text);
}

/** The delimiter is random, so that no value can contain it. */
export async function appendOutputs(
  outputs: Readonly<Record<string, string>>,
  { files, env, uuid }: RunnerFiles,
): Promise<void> {
  const path = env.GITHUB_OUTPUT;
  if (path === undefined || path === '') return;
  const delimiter = `reconcile-${uuid()}`;
  const text = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  await files.append(path, text.join(''));
}

/**
 * `exit_code` is that of `plan --detailed-exitcode`.
 *
 * @param path absolute path of the saved plan
 */
export function planOutputs(plan: Plan, path: string): Readonly<Record<string, string>> {
  const changes = plan.layers.flatMap((layer) => layer.changes);
  const human = changes.filter(({ step }) => step.by === 'human').length;
  const refused = plan.refusals.length > 0;
  return {
    changes: String(changes.length > 0),
    to_apply: String(changes.length - human),
    human_steps: String(human),
    refusals: String(plan.refusals.length),
    digest: plan.digest,
    exit_code: String(exitCode({ refused, changes: changes.length > 0 })),
    plan_path: path,
  };
}
