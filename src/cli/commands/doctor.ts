import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { isHealthy } from '../../model/index.ts';
import { diagnose, EXIT, type ExitCode } from '../../operations/index.ts';
import { doctorAsJson, doctorAsText } from '../../render/index.ts';
import type { CommonOptions } from '../options.ts';
import { printProblems } from '../print.ts';

/** Reads each credential once. Read-only. */
export async function doctor(options: CommonOptions, machine: Machine): Promise<ExitCode> {
  const { terminal } = machine;
  const diagnosed = await diagnose(options, machine);
  if (!diagnosed.ok) {
    printProblems(diagnosed.problems, machine, options.format);
    return EXIT.problems;
  }
  const { report, warnings } = diagnosed.value;
  warningPrinter(machine)(warnings);
  terminal.print(options.format === 'json' ? doctorAsJson(report) : doctorAsText(report, { colour: terminal.colour }));
  return isHealthy(report) ? EXIT.ok : EXIT.problems;
}
