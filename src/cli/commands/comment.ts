import type { Machine } from '../../machine.ts';
import { EXIT } from '../../operations/index.ts';
import { commentPlan, type CommentResult, onRunner, postedText, writeWorkflowCommands } from '../../publish/index.ts';
import { annotations, commentJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { CommentFlags } from '../flags.ts';

/** Publishes a saved plan to its pull request and to the CI job. */
export async function comment(options: CommentFlags & { readonly plan: string }, machine: Machine): Promise<Ended> {
  const isJson = options.format === 'json';
  const result = await commentPlan({ ...options, annotate: !isJson }, machine);
  if (!result.ok) {
    if (onRunner(machine) && !isJson) {
      writeWorkflowCommands(annotations({ problems: result.problems }, { root: '.', hideMoney: false }), machine);
    }
    return failed(result.problems, machine, options.format);
  }
  if (isJson) return { exit: EXIT.ok, json: commentJson(shownOf(result.value)) };
  machine.terminal.print(`${textOf(result.value)}\n`);
  return EXIT.ok;
}

function shownOf(result: CommentResult): object {
  const { body: _, ...shown } = { body: '', ...result };
  return shown;
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
