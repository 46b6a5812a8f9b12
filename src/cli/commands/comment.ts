import type { Machine } from '../../machine.ts';
import { EXIT, type ExitCode } from '../../operations/index.ts';
import { commentPlan, type CommentResult, onRunner, postedText, writeWorkflowCommands } from '../../publish/index.ts';
import { annotations } from '../../render/index.ts';
import type { CommentFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Publishes a saved plan to its pull request and to the CI job. */
export async function comment(options: CommentFlags & { readonly plan: string }, machine: Machine): Promise<ExitCode> {
  const isJson = options.format === 'json';
  const result = await commentPlan({ ...options, annotate: !isJson }, machine);
  if (!result.ok) {
    if (onRunner(machine) && !isJson) {
      writeWorkflowCommands(annotations({ problems: result.problems }, { root: '.', hideMoney: false }), machine);
    }
    printProblems(result.problems, machine, options.format);
    return EXIT.problems;
  }
  machine.terminal.print(isJson ? jsonOf(result.value) : `${textOf(result.value)}\n`);
  return EXIT.ok;
}

function jsonOf(result: CommentResult): string {
  const { body: _, ...shown } = { body: '', ...result };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function textOf(result: CommentResult): string {
  switch (result.did) {
    case 'created':
    case 'edited':
    case 'untouched':
      return postedText(result, result.pull);
    case 'written':
      return `Wrote ${result.file}.`;
    case 'nothing':
      return `No comment: the event "${result.event}" has no pull request.`;
    case 'rehearsed': {
      const steps = result.steps.map(({ action }) => action).join(', ');
      return `${result.body}\n${steps === '' ? `The comment on ${result.pull} is up to date.` : `Would ${steps} on ${result.pull}.`}`;
    }
    default:
      return result satisfies never;
  }
}
