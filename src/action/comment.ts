import { nearest, ok, type Result } from '../model/index.ts';
import { EXIT, type ExitCode, openPartialWorkspace } from '../operations/index.ts';
import { appendOutputs, eventText, openRepository } from '../publish/index.ts';
import { forTerminal } from '../render/index.ts';
import type { Machine } from '../machine.ts';
import { applyMerged } from './apply/apply-merged.ts';
import { type CommentRequest, readRequest } from './comment/comment-event.ts';
import type { CommentCommand } from './comment/parse-command.ts';
import { rerunPlan } from './comment/rerun-plan.ts';
import { respond, type Response } from './comment/respond.ts';
import { confirmAndContinue } from './confirm.ts';
import { type ActionContext, defaultBranch, withActionContext, wrongEvent } from './context.ts';
import type { ActionCommand } from './inputs.ts';
import { publishOptions, publishProblems } from './publish-problems.ts';

/**
 * Carries out the command in a new comment on a pull request. Anything but a command of a person with write access does
 * nothing at all. Without the input `do`, it needs no credentials, and outputs what a job with credentials should do.
 */
export const commentCommand: ActionCommand = async (inputs, machine) => {
  const name = machine.env.GITHUB_EVENT_NAME ?? '';
  if (name !== 'issue_comment') {
    return withActionContext(inputs, machine, () => Promise.resolve(wrongEvent('comment', name, 'issue_comment')));
  }
  const request = readRequest(parsed((await eventText(machine)) ?? ''));
  if (request === undefined) return ignored('it is not a command of a person on a pull request', machine);
  const mayWrite = await hasWriteAccess(request.author, machine);
  if (!mayWrite.ok) {
    await publishProblems(mayWrite.problems, await publishOptions(inputs.config, machine), machine);
    return EXIT.problems;
  }
  if (!mayWrite.value) return ignored(`${forTerminal(request.author)} has no write access`, machine);
  return withActionContext(inputs, machine, async (_, context) => {
    const branch = await defaultBranch(context);
    if (!branch.ok) return branch;
    return inputs.do === undefined ? decide(request, context) : act(request, branch.value, inputs.do, context);
  });
};

function ignored(why: string, { terminal }: Machine): ExitCode {
  terminal.print(`The comment is ignored: ${why}.\n`);
  return EXIT.ok;
}

async function hasWriteAccess(login: string, machine: Machine): Promise<Result<boolean>> {
  const opened = openRepository(machine);
  if (!opened.ok) return opened;
  const permission = await opened.value.repository.permission(login);
  return permission.ok ? ok(permission.value === 'admin' || permission.value === 'write') : permission;
}

/** Answers what needs no credentials, and rejects what cannot work before a person approves the other job. */
async function decide(request: CommentRequest, context: ActionContext): Promise<Result<ExitCode>> {
  const { command, pull } = request;
  const response = await responseTo(command, pull, context);
  if (!response.ok) return response;
  const accepted = response.value.reaction === 'eyes' && (command.kind === 'apply' || command.kind === 'confirm');
  const names = command.kind === 'confirm' ? command.names : [];
  await appendOutputs({ do: accepted ? command.kind : 'none', names: names.join(' ') }, context.machine);
  await respond(request, response.value, context);
  return ok(EXIT.ok);
}

async function responseTo(command: CommentCommand, pull: number, context: ActionContext): Promise<Result<Response>> {
  switch (command.kind) {
    case 'plan':
      return rerunPlan(pull, context);
    case 'help':
      return ok({ reaction: 'rocket', sentences: ['These are the commands.'], listsCommands: true });
    case 'malformed':
      return ok({ reaction: 'confused', sentences: ['The command was not understood.'], listsCommands: true });
    case 'confirm': {
      const unknown = await unknownNames(command.names, context);
      return unknown.ok
        ? ok({ reaction: unknown.value.length === 0 ? 'eyes' : 'confused', sentences: unknown.value })
        : unknown;
    }
    case 'apply': {
      const facts = await context.repository.pull(pull);
      if (!facts.ok) return facts;
      return ok(
        facts.value.merged
          ? { reaction: 'eyes', sentences: [] }
          : { reaction: 'confused', sentences: ['Only what is merged is applied.'] },
      );
    }
    default:
      return command satisfies never;
  }
}

/** A sentence for each name without a layer document on the default branch. */
async function unknownNames(
  names: readonly string[],
  { inputs: { config }, machine }: ActionContext,
): Promise<Result<readonly string[]>> {
  const options = { paths: [], ...(config !== undefined && { config }) };
  const workspace = await openPartialWorkspace(options, { ...machine, env: {} });
  if (!workspace.ok) return workspace;
  const { desired, invalid } = workspace.value;
  const known = [...desired, ...invalid].map((layer) => layer.name);
  return ok(
    names
      .filter((name) => !known.includes(name))
      .map((name) => {
        const meant = nearest(name, known);
        return `No layer document is named "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`;
      }),
  );
}

async function act(
  request: CommentRequest,
  branch: string,
  asked: 'apply' | 'confirm',
  context: ActionContext,
): Promise<Result<ExitCode>> {
  const { command } = request;
  if (command.kind !== asked) return ok(ignored(`it does not ask for ${asked}`, context.machine));
  const result =
    command.kind === 'confirm'
      ? await confirmAndContinue(command.names, branch, context)
      : await applyMerged(branch, undefined, context);
  const exit = result.ok ? result.value.exit : EXIT.problems;
  const [problem] = result.ok ? [] : result.problems;
  const texts = result.ok && 'texts' in result.value ? result.value.texts : [];
  const sentences = [...texts, resultText(exit), ...(problem === undefined ? [] : [problem.message])];
  await respond(request, { reaction: isDone(exit) ? 'rocket' : 'confused', sentences }, context);
  return result.ok ? ok(exit) : result;
}

function resultText(exit: ExitCode): string {
  if (exit === EXIT.waiting) return 'Done as far as possible. The rest waits for a person or an approval.';
  if (exit === EXIT.refused) return 'Refused. The summary of the run has the reasons.';
  return isDone(exit) ? 'Done.' : 'There are problems. The summary of the run lists them.';
}

function isDone(exit: ExitCode): boolean {
  return exit === EXIT.ok || exit === EXIT.waiting || exit === EXIT.changes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
