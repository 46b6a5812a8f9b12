import { z } from 'zod';
import { type CommentCommand, parseCommand } from './parse-command.ts';

/** A command that a person wrote on a pull request. Whether the person may give it is not known yet. */
export type CommentRequest = {
  readonly pull: number;
  readonly comment: number;
  /** Login. */
  readonly author: string;
  readonly command: CommentCommand;
};

/**
 * `pull_request` is only in issues that are pull requests. Source: docs.github.com, webhook events and payloads,
 * `issue_comment`; using `issue_comment` for pull requests only (documented).
 */
const Payload = z.object({
  action: z.literal('created'),
  issue: z.object({ number: z.number().int().positive(), pull_request: z.object({}) }),
  comment: z.object({
    id: z.number().int().positive(),
    body: z.string(),
    user: z.object({ login: z.string().min(1), type: z.literal('User') }),
  }),
  sender: z.object({ login: z.string() }),
});

/**
 * `undefined` for everything else: edited comments, which a different person can edit, issues, bots, and comments
 * without a command.
 */
export function readRequest(payload: unknown): CommentRequest | undefined {
  const read = Payload.safeParse(payload);
  if (!read.success) return undefined;
  const { issue, comment, sender } = read.data;
  const { login } = comment.user;
  // Apps can act for a person; GitHub then gives the person as author, but not with the type User.
  if (login !== sender.login || login.endsWith('[bot]')) return undefined;
  const command = parseCommand(comment.body);
  return command && { pull: issue.number, comment: comment.id, author: login, command };
}
