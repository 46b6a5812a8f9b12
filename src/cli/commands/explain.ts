import type { Machine } from '../../machine.ts';
import { EXIT, explainFieldNow, explainWordNow } from '../../operations/index.ts';
import { warningPrinter } from '../../publish/index.ts';
import { codeAsText, codeJson, fieldAsText, fieldJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { CommonOptions } from '../options.ts';

/** Explains a problem, check or policy. Sends no request. */
export async function explainWord(
  word: string,
  { format, ...options }: Pick<CommonOptions, 'format' | 'config'>,
  machine: Pick<Machine, 'files' | 'cwd' | 'terminal'>,
): Promise<Ended> {
  const found = await explainWordNow(word, options, machine);
  if (!found.ok) return failed(found.problems, machine, format);
  if (format === 'json') return { exit: EXIT.ok, json: codeJson(found.value) };
  machine.terminal.print(codeAsText(found.value, { colour: machine.terminal.colour }));
  return EXIT.ok;
}

/** Explains one field of one layer. Read-only. */
export async function explainOneField(
  name: string,
  field: string,
  { format, ...options }: CommonOptions,
  machine: Machine,
): Promise<Ended> {
  const report = await explainFieldNow(name, field, { ...options, warn: warningPrinter(machine) }, machine);
  if (!report.ok) return failed(report.problems, machine, format);
  if (format === 'json') return { exit: EXIT.ok, json: fieldJson(report.value) };
  machine.terminal.print(fieldAsText(report.value, { colour: machine.terminal.colour }));
  return EXIT.ok;
}
