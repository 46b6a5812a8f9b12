import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import { type Event, noPull, readEvent, readRepository } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import { fail, isSettingsName, ok, type Result } from '../model/index.ts';
import { behind, identify } from '../io/index.ts';
import { onRunner } from './runner-files.ts';

export type PullOptions = { readonly repo?: string; readonly pull?: number };

/** The pull request of the event. It can only be named in a terminal: in Actions, input could name a foreign one. */
export async function pullRequestTarget(
  { repo, pull }: PullOptions,
  machine: Pick<Machine, 'env' | 'files'>,
): Promise<Result<Event>> {
  if (repo !== undefined || pull !== undefined) return namedTarget(repo, pull, machine);
  const event = await eventText(machine);
  if (event === undefined) return noPull('', 'There is no event that names a pull request.');
  return readEvent(machine.env, event);
}

/**
 * The folder of `reconcile.yaml` in its repository, `.` for the root: from git, or else from the checkout path of
 * Actions.
 */
export async function rootInRepository(root: string, machine: Pick<Machine, 'env' | 'git' | 'uuid'>): Promise<string> {
  const known = (await identify(machine, root)).owner.root;
  if (known !== '.' || machine.env.GITHUB_WORKSPACE === undefined) return known;
  const inside = relative(resolve(machine.env.GITHUB_WORKSPACE), root);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? known : inside.split(sep).join('/');
}

/** Identifies the pages of one settings file: two files in one folder must not overwrite each other's comment. */
export function markerRoot(folder: string, settingsFile: string): string {
  return isSettingsName(settingsFile) ? folder : posix.join(folder, settingsFile);
}

function namedTarget(
  repo: string | undefined,
  pull: number | undefined,
  machine: Pick<Machine, 'env' | 'files'>,
): Result<Event> {
  const usage = (message: string): Result<never> => {
    const remedy = 'Pass --repo OWNER/NAME --pull NUMBER in a terminal, and neither in GitHub Actions.';
    return fail({ code: 'cli/usage', message, remedy });
  };
  if (onRunner(machine))
    return usage('--repo and --pull cannot be used in GitHub Actions: the event names the pull request.');
  const named = readRepository(repo ?? '');
  if (named === undefined)
    return usage(`--repo ${repo === undefined ? 'is missing' : `"${repo}" does not have the form OWNER/NAME`}.`);
  if (pull === undefined) return usage('--pull is missing.');
  return ok({ name: 'terminal', isPrivate: false, pull: { ...named, number: pull, fromFork: false } });
}

/** In bytes. Source: docs.github.com, webhook events and payloads, "Payload cap": 25 MB (documented). */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

/** The payload of the event; `undefined` if it cannot be read. */
export async function eventText({ env, files }: Pick<Machine, 'env' | 'files'>): Promise<string | undefined> {
  if (env.GITHUB_EVENT_PATH === undefined || env.GITHUB_EVENT_PATH === '') return undefined;
  try {
    const real = (await behind(env.GITHUB_EVENT_PATH, { files }))?.real ?? env.GITHUB_EVENT_PATH;
    return new TextDecoder().decode(await files.read(real, MAX_EVENT_BYTES));
  } catch {
    return undefined;
  }
}
