import type { Machine } from '../../machine.ts';
import { EXIT, openSettings, readSavedPlan } from '../../operations/index.ts';
import type { ShowFlags } from '../flags.ts';
import { planJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import { printPlan } from '../print.ts';

/** Prints a saved plan. Sends no API requests. */
export async function show(
  options: ShowFlags & { readonly plan: string },
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'terminal' | 'hide' | 'clean'>,
): Promise<Ended> {
  // Only for the secrets that the settings name: a plan can be shown even if there are no settings.
  await openSettings(undefined, machine);
  const plan = await readSavedPlan(options.plan, machine);
  const { format } = options;
  if (!plan.ok) return failed(plan.problems, machine, format);
  if (format === 'json') return { exit: EXIT.ok, json: planJson(plan.value) };
  printPlan(plan.value, machine, { ...options, format });
  return EXIT.ok;
}
