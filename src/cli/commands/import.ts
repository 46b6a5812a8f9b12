import type { Machine } from '../../machine.ts';
import { exitCode, importLayers } from '../../operations/index.ts';
import { importAsText, importJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { ImportFlags } from '../flags.ts';
import { printProblems } from '../print.ts';

/** Writes layer documents from live state. Reads at both APIs. */
export async function importCommand(
  { words, json, dryRun = false, config, format }: ImportFlags & { readonly words: readonly string[] },
  machine: Machine,
): Promise<Ended> {
  const imported = await importLayers(
    { words, dryRun, ...(config !== undefined && { config }), ...(json !== undefined && { pasted: json }) },
    machine,
  );
  if (!imported.ok) return failed(imported.problems, machine, format);
  const report = imported.value;
  const exit = exitCode({ problems: report.problems.length > 0 });
  printProblems(report.problems, machine);
  if (format === 'json') return { exit, json: importJson(report) };
  machine.terminal.print(importAsText(report, { colour: machine.terminal.colour }));
  return exit;
}
