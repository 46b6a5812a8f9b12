import type { Machine } from '../../machine.ts';
import { EXIT, type ExitCode, openSettings, readSavedPlan } from '../../operations/index.ts';
import type { ShowFlags } from '../flags.ts';
import { printPlan, printProblems } from '../print.ts';

/** Prints a saved plan. Sends no API requests. */
export async function show(
  options: ShowFlags & { readonly plan: string },
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'terminal' | 'hide' | 'clean'>,
): Promise<ExitCode> {
  // Only for the secrets that the settings name: a plan can be shown even if there are no settings.
  await openSettings(undefined, machine);
  const plan = await readSavedPlan(options.plan, machine);
  if (!plan.ok) {
    printProblems(plan.problems, machine, options.format);
    return EXIT.problems;
  }
  printPlan(plan.value, machine, options);
  return EXIT.ok;
}
