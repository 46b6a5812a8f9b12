import { posix } from 'node:path';
import { z } from 'zod';
import type { DeploymentWriter, GitHub, Repository } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import { clip, fail, ok, type Result } from '../model/index.ts';
import { EXIT, type ExitCode, type OpenedSettings, openSettings } from '../operations/index.ts';
import { eventText, openRepository, warningPrinter } from '../publish/index.ts';
import type { ActionInputs } from './inputs.ts';
import { type PublishOptions, publishOptions, publishProblems } from './publish-problems.ts';

/** Context of apply and recheck: the checkout, the repository on GitHub and the visibility of output. */
export type ActionContext = {
  readonly inputs: ActionInputs;
  readonly machine: Machine;
  readonly opened: OpenedSettings;
  readonly publish: PublishOptions;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly deployments: DeploymentWriter;
  readonly owner: string;
  readonly repo: string;
  /** From the repository root, even if the file does not exist. */
  readonly settingsPath: string;
};

/** Of the checkout: all documents, with the settings of the workflow's input. */
export function contextOptions({ config }: ActionInputs, machine: Machine) {
  return { paths: [], warn: warningPrinter(machine), ...(config !== undefined && { config }) };
}

/**
 * Opens the context, reads the event and runs `work`. Publishes all problems. Exits with "refused" if one is an
 * unreviewed change.
 */
export async function withActionContext(
  inputs: ActionInputs,
  machine: Machine,
  work: (event: EventFacts, context: ActionContext) => Promise<Result<ExitCode>>,
): Promise<ExitCode> {
  const context = await openActionContext(inputs, machine);
  const event = context.ok ? await readEventFacts(machine) : context;
  const result = !context.ok ? context : event.ok ? await work(event.value, context.value) : event;
  if (result.ok) return result.value;
  const publish = context.ok ? context.value.publish : await publishOptions(inputs.config, machine);
  await publishProblems(result.problems, publish, machine);
  return result.problems.some(({ code }) => code === 'github/not-reviewed') ? EXIT.refused : EXIT.problems;
}

/** Sends no request to GitHub yet. */
async function openActionContext(inputs: ActionInputs, machine: Machine): Promise<Result<ActionContext>> {
  const opened = await openSettings(inputs.config, machine);
  if (!opened.ok) return opened;
  const reached = openRepository(machine);
  if (!reached.ok) return reached;
  const publish = await publishOptions(inputs.config, machine);
  const settingsPath = posix.join(publish.folder, opened.value.settingsFile);
  return ok({ inputs, machine, opened: opened.value, publish, ...reached.value, settingsPath });
}

/** Source: docs.github.com, webhook events and payloads, `push` and `merge_group` (documented). */
const Payload = z.object({
  before: z.string().optional(),
  merge_group: z.object({ head_sha: z.string(), base_sha: z.string(), base_ref: z.string() }).optional(),
});

export type EventFacts = {
  readonly name: string;
  /** For a push: the previous commit of the branch. */
  readonly before?: string;
  /** For a merge group: commit to merge, target branch and its current commit. */
  readonly group?: { readonly head: string; readonly base: string; readonly branch: string };
};

export async function readEventFacts(machine: Pick<Machine, 'env' | 'files'>): Promise<Result<EventFacts>> {
  const name = machine.env.GITHUB_EVENT_NAME ?? '';
  const read = Payload.safeParse(parsed((await eventText(machine)) ?? '{}'));
  if (!read.success) {
    const message = `The payload of the event ${JSON.stringify(clip(name, 100))} does not have the documented shape.`;
    return fail({ code: 'github/unreadable', message });
  }
  const { before, merge_group: group } = read.data;
  return ok({
    name,
    ...(before !== undefined && { before }),
    ...(group !== undefined && {
      group: { head: group.head_sha, base: group.base_sha, branch: group.base_ref.replace(/^refs\/heads\//, '') },
    }),
  });
}

/** The default branch; a problem on any other one, because only its commits are reviewed. */
export async function defaultBranch({ repository, machine }: ActionContext): Promise<Result<string>> {
  const branch = await repository.defaultBranch();
  if (!branch.ok) return branch;
  const ref = machine.env.GITHUB_REF ?? '';
  if (ref === `refs/heads/${branch.value}`) return branch;
  const message = `The run is on ${JSON.stringify(clip(ref, 200))}, but only the default branch "${branch.value}" is applied.`;
  return fail({ code: 'cli/usage', message, remedy: `Run it on a push to ${branch.value}.` });
}

/** A problem for an event that the command does not support. */
export function wrongEvent(command: string, name: string, supported: string): Result<never> {
  const message = `\`command: ${command}\` does not support the event ${JSON.stringify(clip(name, 100))}.`;
  return fail({ code: 'cli/usage', message, remedy: `Run it on ${supported}.` });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The actor and, if different, the actor of the re-run. Source: docs.github.com, variables (documented). */
export function actorText({ env }: Pick<Machine, 'env'>): string {
  const { GITHUB_ACTOR: actor = '(unknown)', GITHUB_TRIGGERING_ACTOR: again = actor } = env;
  return again === actor ? actor : `${actor}, re-run by ${again}`;
}
