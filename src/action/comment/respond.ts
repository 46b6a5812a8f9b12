import { findPage, postPage, type Pull, pullText, type Reaction, runUrl } from '../../github/index.ts';
import { commentMarker, type MarkerKind } from '../../model/index.ts';
import { type Answer, answeredComment } from '../../render/index.ts';
import { redactDeep } from '../../io/index.ts';
import type { ActionContext } from '../context.ts';
import type { CommentRequest } from './comment-event.ts';

export type Response = {
  readonly reaction: Reaction;
  /** Without sentences, there is only a reaction. */
  readonly sentences: readonly string[];
  readonly listsCommands?: boolean;
};

/**
 * Reacts to a command, and answers in our comment on the pull request. Failures are only logged: the command is carried
 * out, and the log and the summary have its result.
 */
export async function respond(
  { pull: number, comment, author, command }: CommentRequest,
  { reaction, sentences, listsCommands = false }: Response,
  context: ActionContext,
): Promise<void> {
  const { github, owner, repo, machine } = context;
  const pull: Pull = { owner, repo, number, fromFork: false };
  const reacted = await github.react(pull, comment, reaction);
  if (!reacted.ok) warn(reacted.problems[0].message);
  if (sentences.length === 0) return;
  const answer: Answer = {
    command: command.kind === 'malformed' ? undefined : command.kind,
    names: command.kind === 'confirm' ? command.names : [],
    by: author,
    sentences,
    listsCommands,
  };
  const failed = await post(answer, pull, context);
  if (failed !== undefined) warn(failed);

  function warn(message: string): void {
    machine.terminal.warn(`The answer could not be posted on ${pullText(pull)}: ${message}\n`);
  }
}

/** Edits the outcome, or else the plan. Only if there is neither, a comment is created. */
async function post(
  answer: Answer,
  pull: Pull,
  { github, publish, machine }: ActionContext,
): Promise<string | undefined> {
  const { pageRoot: root, hideMoney, clean } = publish;
  const url = runUrl(machine.env);
  let [kind, body]: readonly [MarkerKind, string] = ['plan', `${commentMarker(root)}\n`];
  for (const one of ['outcome', 'plan'] as const) {
    const found = await findPage({ root, kind: one }, pull, github);
    if (!found.ok) return found.problems[0]?.message ?? '';
    if (found.value === undefined) continue;
    [kind, body] = [one, found.value.body];
    break;
  }
  const options = { hideMoney, ...(url !== undefined && { runUrl: url }) };
  const page = clean(answeredComment(body, redactDeep(answer, { clean }), options));
  const posted = await postPage({ root, kind, body: page }, pull, github);
  return posted.ok ? undefined : (posted.problems[0]?.message ?? '');
}
