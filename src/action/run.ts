import { environmentProblems, failureReason, guarded, redactor } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { EXIT, type ExitCode, exitCode, unlessStopped } from '../operations/index.ts';
import { appendOutputs, showActivity, writeWorkflowCommands } from '../publish/index.ts';
import { forLog, forWorkflow } from '../render/index.ts';
import { type ActionCommand, type ActionInputs, readInputs } from './inputs.ts';
import { publishProblems } from './publish-problems.ts';

export type { ActionInputs } from './inputs.ts';

/** Loaded on first use. */
const ACTION_COMMANDS: Readonly<Record<ActionInputs['command'], () => Promise<ActionCommand>>> = {
  plan: async () => (await import('./plan/plan.ts')).planCommand,
  apply: async () => (await import('./apply/apply.ts')).applyCommand,
  recheck: async () => (await import('./recheck/recheck.ts')).recheckCommand,
  drift: async () => (await import('./drift.ts')).driftCommand,
  confirm: async () => (await import('./confirm.ts')).confirmCommand,
  comment: async () => (await import('./comment.ts')).commentCommand,
  decide: async () => (await import('./decide/decide.ts')).decideCommand,
  validate: async () => (await import('./plan/validate.ts')).validateCommand,
};

/** Never rejects. */
export async function startAction(machine: Machine): Promise<ExitCode> {
  const inputs = readInputs(machine.env);
  const problems = [...environmentProblems(machine.env), ...(inputs.ok ? [] : inputs.problems)];
  if (inputs.ok && problems.length === 0) return runAction(inputs.value, machine);
  return withOutputs('', machine, async (plain) => {
    await publishProblems(problems, { folder: '.', hideMoney: false, clean: redactor(plain.env) }, plain);
    return EXIT.problems;
  });
}

/** Never rejects. */
export function runAction(inputs: ActionInputs, machine: Machine): Promise<ExitCode> {
  return withOutputs(inputs.command, machine, async (plain) => {
    const runCommand = await ACTION_COMMANDS[inputs.command]();
    const { activity, end } = showActivity(plain);
    try {
      return await runCommand(inputs, { ...plain, activity });
    } finally {
      end();
    }
  });
}

/**
 * Runs `work` on a machine whose log hides secrets and cannot contain workflow commands. The output `exit_code` is
 * always the real code.
 */
async function withOutputs(
  command: string,
  outside: Machine,
  work: (machine: Machine) => Promise<ExitCode>,
): Promise<ExitCode> {
  const machine = withPlainLog(guarded(outside));
  const exit = unlessStopped(await work(machine).catch((error: unknown) => faultOf(error, machine)), machine);
  const line = endLine(command, exit);
  if (line !== undefined) writeWorkflowCommands(`${line}\n`, machine);
  try {
    await appendOutputs({ exit_code: String(exit) }, machine);
  } catch (error) {
    machine.terminal.warn(`The outputs could not be written (${failureReason(error)}).\n`);
    return exit === EXIT.fault || exit === EXIT.interrupted
      ? exit
      : exitCode({ refused: exit === EXIT.refused, problems: true });
  }
  return exit;
}

/** Whether a step with this exit code has failed. Waiting for a person, changes and drift are not failures. */
export function isFailure(exit: ExitCode): boolean {
  return exit === EXIT.problems || exit === EXIT.refused || exit === EXIT.fault || exit === EXIT.interrupted;
}

function faultOf(error: unknown, machine: Machine): ExitCode {
  if (machine.stop.aborted) {
    machine.terminal.warn('Stopped.\n');
    return EXIT.interrupted;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  machine.terminal.warn(`This is a bug in reconcile, not in your documents. Please report it:\n${trace}\n`);
  return EXIT.fault;
}

function endLine(command: string, exit: ExitCode): string | undefined {
  const annotation = (level: 'error' | 'notice', sentence: string): string =>
    `::${level} title=${forWorkflow(`reconcile ${command}`.trim(), 'property')}::${forWorkflow(`${sentence} (exit code ${exit})`, 'data')}`;
  switch (exit) {
    case EXIT.ok:
    case EXIT.changes:
      return undefined;
    case EXIT.waiting:
      return annotation('notice', 'Waiting for a person or an approval. See the job summary.');
    case EXIT.problems:
      return annotation('error', 'There are problems. See the log and the job summary.');
    case EXIT.refused:
      return annotation('error', 'Refused. The job summary has the reasons and the next step.');
    case EXIT.interrupted:
      return annotation('error', 'Interrupted. The log shows what was done.');
    case EXIT.fault:
      return annotation('error', 'This is a bug in reconcile, not in your documents. Please report it with the log.');
    default:
      return exit satisfies never;
  }
}

/**
 * A machine whose output the GitHub runner treats as plain text: foreign names could otherwise be workflow commands.
 * Our own commands use `terminal.command`.
 */
export function withPlainLog(machine: Machine): Machine {
  const { terminal } = machine;
  return {
    ...machine,
    terminal: {
      ...terminal,
      print: (text) => terminal.print(forLog(text)),
      warn: (text) => terminal.warn(forLog(text)),
      command: terminal.print,
    },
  };
}
