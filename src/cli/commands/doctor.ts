import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { isHealthy } from '../../model/index.ts';
import { diagnose, EXIT } from '../../operations/index.ts';
import { doctorAsText, doctorJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { DoctorFlags } from '../flags.ts';

/** Reads each credential once. Read-only. */
export async function doctor({ verbose = false, ...options }: DoctorFlags, machine: Machine): Promise<Ended> {
  const { terminal } = machine;
  const diagnosed = await diagnose(options, machine);
  if (!diagnosed.ok) return failed(diagnosed.problems, machine, options.format);
  const { report, warnings } = diagnosed.value;
  warningPrinter(machine)(warnings);
  const exit = isHealthy(report) ? EXIT.ok : EXIT.problems;
  if (options.format === 'json') return { exit, json: doctorJson(report) };
  terminal.print(doctorAsText(report, { colour: terminal.colour, verbose }));
  return exit;
}
