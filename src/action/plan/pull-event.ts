import { z } from 'zod';
import { noPull, type Pull, pusherOf, readEvent } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import { clip, fail, ok, type Result } from '../../model/index.ts';
import { eventText, type GitHubAccess, openRepository } from '../../publish/index.ts';

export type PullEvent = {
  readonly pull: Pull;
  /** The last commit of its branch, as of the event. */
  readonly head: string;
  readonly headBranch: string;
  /** The branch to merge into, as of the event. */
  readonly baseBranch: string;
  /** The event is a push, so its sender pushed the last commit. */
  readonly isPush: boolean;
  /** Why credentials must not be used for it; absent if they may. */
  readonly untrusted?: string;
};

const Actor = z.object({ login: z.string(), type: z.string().optional() });

/**
 * Source: docs.github.com, webhook events and payloads: `pull_request`; `type` is `Bot` for apps, whose logins end with
 * `[bot]` (documented).
 */
const Payload = z.object({
  action: z.string(),
  pull_request: z.object({
    head: z.object({ sha: z.string(), ref: z.string() }),
    base: z.object({ ref: z.string() }),
    user: Actor.nullable(),
  }),
  sender: Actor,
});

/**
 * The only event whose sender pushed the last commit. Opening or labelling a bot's pull request does not vouch for its
 * branch.
 */
const PUSHED = 'synchronize';

/** Only `pull_request` is supported: `pull_request_target` would combine credentials with untrusted content. */
export async function readPullEvent(machine: Pick<Machine, 'env' | 'files'>): Promise<Result<PullEvent>> {
  const name = machine.env.GITHUB_EVENT_NAME ?? '';
  if (name !== 'pull_request') {
    const message = `\`command: plan\` does not support the event ${JSON.stringify(clip(name, 100))}.`;
    return fail({ code: 'github/no-pull-request', message, remedy: 'Run it on pull_request.' });
  }
  const text = (await eventText(machine)) ?? '';
  const event = readEvent(machine.env, text);
  if (!event.ok) return event;
  const { pull } = event.value;
  const read = Payload.safeParse(JSON.parse(text));
  if (pull === undefined) return noPull(name);
  if (!read.success) {
    const message = `The payload of the event "${name}" does not have the documented shape at ${read.error.issues[0]?.path.join('.') ?? 'its top'}.`;
    return fail({ code: 'github/unreadable', message });
  }
  const { action, pull_request: pullRequest, sender } = read.data;
  const isPush = action === PUSHED;
  const untrusted = untrustedAuthor(pull, pullRequest.user, isPush ? sender : undefined);
  const { sha: head, ref: headBranch } = pullRequest.head;
  const baseBranch = pullRequest.base.ref;
  return ok({ pull, head, headBranch, baseBranch, isPush, ...(untrusted !== undefined && { untrusted }) });
}

/**
 * The reason not to use credentials: a bot that pushed the last commit is untrusted until a person pushes. The pusher
 * is in the activity of the branch, or else in the first workflow run for it.
 */
export async function untrustedActor(event: PullEvent, machine: GitHubAccess): Promise<Result<string | undefined>> {
  const { pull, head, headBranch, isPush, untrusted } = event;
  if (untrusted !== undefined || isPush) return ok(untrusted);
  const reached = openRepository(machine);
  if (!reached.ok) return reached;
  const { repository } = reached.value;
  const pushes = await repository.pushesTo(headBranch);
  if (!pushes.ok) return pushes;
  const push = pushes.value.findLast((one) => one.head === head);
  const runs = push === undefined ? await repository.runsOf(head) : undefined;
  if (runs?.ok === false) return runs;
  const pusher = push?.by ?? pusherOf(head, headBranch, runs?.value ?? [], `${pull.owner}/${pull.repo}`);
  const bot = pusher?.isBot === true ? `a bot pushed it, ${pusher.login.slice(0, 100)}` : undefined;
  return ok(bot);
}

type Actor = z.infer<typeof Actor>;

function untrustedAuthor(pull: Pull, author: Actor | null, sender: Actor | undefined): string | undefined {
  if (pull.fromFork) return 'it comes from a fork';
  const bot = [author, sender].find((one) => one !== null && one !== undefined && isBot(one));
  return bot === undefined || bot === null ? undefined : `it comes from a bot, ${bot.login.slice(0, 100)}`;
}

function isBot({ login, type }: Actor): boolean {
  return type === 'Bot' || login.endsWith('[bot]');
}
