import { readEvent } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import type { Plan } from '../model/index.ts';
import { openBaseWorkspace, type OpenedSettings } from '../operations/index.ts';
import { eventText } from './pull-request-target.ts';

/**
 * Whether readers may see amounts and account ids: in a private repository, or if the settings allow it in public.
 * Unknown means public.
 *
 * A pull request cannot allow it for itself: the settings of the base must agree.
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

/** According to the event, whose payload always contains the repository. */
export async function isPrivate(machine: Pick<Machine, 'env' | 'files'>): Promise<boolean> {
  const payload = await eventText(machine);
  const event = payload === undefined ? undefined : readEvent({ GITHUB_EVENT_NAME: 'push' }, payload);
  return event?.ok === true && event.value.isPrivate;
}
