import { warningPrinter } from '../../publish/index.ts';
import type { Machine } from '../../machine.ts';
import { exitCode, reportNow } from '../../operations/index.ts';
import { reportAsHtml, reportAsText, reportJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { ReportFlags } from '../flags.ts';
import { bothOnStdout, inFile } from '../options.ts';
import { printProblems } from '../print.ts';

/** Prints the report, and saves its page. Read-only. */
export async function report(
  options: ReportFlags & { readonly paths: readonly string[] },
  machine: Machine,
): Promise<Ended> {
  const { terminal } = machine;
  const { out, format, verbose = false, ...others } = options;
  const file = inFile(out);
  if (out === '-' && format === 'json') return failed([bothOnStdout('--out')], machine, format);
  const reported = await reportNow({ ...others, ...(file && { out: file }), warn: warningPrinter(machine) }, machine);
  if (!reported.ok) return failed(reported.problems, machine, format);
  const { report: found, problems: causes, outputs } = reported.value;
  const unsaved =
    file === undefined ? [] : await outputs.write({ option: '--out', path: file }, reportAsHtml(found, causes));
  const problems = [...causes, ...unsaved];
  printProblems(problems, machine);
  const exit = exitCode({ problems: problems.length > 0 });
  if (format === 'json') return { exit, json: reportJson(found, problems) };
  const isPage = out === '-' || (format === 'html' && file === undefined);
  terminal.print(isPage ? reportAsHtml(found, problems) : reportAsText(found, { colour: terminal.colour, verbose }));
  return exit;
}
