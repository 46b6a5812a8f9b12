import type { Machine } from '../machine.ts';
import type { Plan } from '../model/index.ts';
import { exitCode } from '../operations/index.ts';

/**
 * What a GitHub Actions runner takes from a step through files whose names are in the environment. Outside of Actions
 * there are none, and nothing is written.
 *
 * Source: docs.github.com, workflow commands for GitHub Actions (documented).
 */

/** What it takes to write them. */
export type RunnerFiles = Pick<Machine, 'files' | 'env' | 'uuid'>;

/** Bytes of summary that one step may write, with some to spare: beyond 1 MiB it is dropped as a whole. */
const LONGEST_SUMMARY = 1_000_000;

/** Whether a GitHub Actions runner reads standard output. */
export function onRunner({ env }: Pick<Machine, 'env'>): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** Workflow commands, such as annotations. Nothing else that is printed may be taken for one. */
export function writeWorkflowCommands(commands: string, { terminal }: Pick<Machine, 'terminal'>): void {
  (terminal.command ?? terminal.print)(commands);
}

/** Bytes that are left in this step's summary; `undefined` where nobody reads one. */
export async function summaryRoom({ files, env }: RunnerFiles): Promise<number | undefined> {
  const path = env.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return undefined;
  return Math.max(0, LONGEST_SUMMARY - ((await files.look(path))?.size ?? 0));
}

export async function appendSummary(text: string, { files, env }: RunnerFiles): Promise<void> {
  if (env.GITHUB_STEP_SUMMARY !== undefined) await files.append(env.GITHUB_STEP_SUMMARY, text);
}

/** Hands values to later steps. The delimiter is one that no value can know. */
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
 * A plan in the values that a workflow decides by. `exit_code` is what `plan --detailed-exitcode` ends with.
 *
 * @param path where the saved plan is, absolute
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
