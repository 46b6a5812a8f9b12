import { readEvent } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import type { Plan } from '../model/index.ts';
import { openBaseWorkspace, type OpenedSettings } from '../operations/index.ts';
import { eventText } from './pull-request-target.ts';

/**
 * Whether whoever reads along may see amounts and account ids: in a repository that is known to be private, or where
 * the settings say so for the public. What is unknown is public.
 *
 * A pull request cannot say so of itself: where the plan was made against a base, the settings there must agree.
 */
export async function mayShowMoney(
  plan: Pick<Plan, 'base'>,
  { settings, root, settingsFile }: OpenedSettings,
  machine: Pick<Machine, 'env' | 'files' | 'git' | 'gitBlobs' | 'gitSizes'>,
): Promise<boolean> {
  if (await isPrivate(machine)) return true;
  if (!settings.github.publicMoney || plan.base === null) return settings.github.publicMoney;
  const base = await openBaseWorkspace(plan.base, root, settings, machine, settingsFile);
  return base.ok && base.value.settings.github.publicMoney;
}

/** Whether the event says that the repository is private. Any event tells whose repository it is. */
export async function isPrivate(machine: Pick<Machine, 'env' | 'files'>): Promise<boolean> {
  const payload = await eventText(machine);
  const event = payload === undefined ? undefined : readEvent({ GITHUB_EVENT_NAME: 'push' }, payload);
  return event?.ok === true && event.value.isPrivate;
}
