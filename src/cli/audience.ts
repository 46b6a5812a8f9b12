import { readEvent } from '../github/index.ts';
import type { Machine } from '../machine.ts';
import type { Plan, Settings } from '../model/index.ts';
import { openBase } from './base.ts';
import { eventText } from './place.ts';

/**
 * Whether whoever reads along may see amounts and account ids: in a repository that is known to be private, or where
 * the settings say so for the public. What is unknown is public.
 *
 * A pull request cannot say so of itself: where the plan was made against a base, the settings there must agree.
 */
export async function mayShowMoney(
  plan: Plan,
  settings: Settings,
  root: string,
  machine: Pick<Machine, 'env' | 'files' | 'git' | 'gitBlobs'>,
): Promise<boolean> {
  const payload = await eventText(machine);
  // Any event tells whose repository it is, also one that no comment belongs to.
  const event = payload === undefined ? undefined : readEvent({ GITHUB_EVENT_NAME: 'push' }, payload);
  if (event?.ok === true && event.value.isPrivate) return true;
  if (!settings.github.publicMoney || plan.base === null) return settings.github.publicMoney;
  const base = await openBase(plan.base, root, settings, machine);
  return base.ok && base.value.settings.github.publicMoney;
}
