import type { Machine } from '../../machine.ts';
import { EXIT, openSavedOutput, openSettings, readSavedPlan } from '../../operations/index.ts';
import type { ShowFlags } from '../flags.ts';
import { planAsHtml, planJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import { bothOnStdout, inFile } from '../options.ts';
import { printPlan } from '../print.ts';

/** Prints a saved plan. Sends no API requests. */
export async function show(
  options: ShowFlags & { readonly plan: string },
  machine: Pick<Machine, 'files' | 'cwd' | 'env' | 'terminal' | 'hide' | 'clean'>,
): Promise<Ended> {
  const { format, html } = options;
  if (html === '-' && format === 'json') return failed([bothOnStdout('--html')], machine, format);
  // Also for the secrets that the settings name: a plan can be shown even if there are no settings.
  const opened = await openSettings(undefined, machine);
  const plan = await readSavedPlan(options.plan, machine);
  if (!plan.ok) return failed(plan.problems, machine, format);
  const file = inFile(html);
  if (file !== undefined) {
    const page = { option: '--html', path: file };
    const outputs = opened.ok ? await openSavedOutput(page, options.plan, opened.value, machine) : opened;
    if (!outputs.ok) return failed(outputs.problems, machine, format);
    const unsaved = await outputs.value.write(page, planAsHtml(plan.value));
    if (unsaved.length > 0) return failed(unsaved, machine, format);
  }
  if (format === 'json') return { exit: EXIT.ok, json: planJson(plan.value) };
  if (html === '-') machine.terminal.print(planAsHtml(plan.value));
  else printPlan(plan.value, machine, { ...options, format });
  return EXIT.ok;
}
