import type { Machine } from '../../machine.ts';
import { explainCode, type Problem } from '../../model/index.ts';
import { EXIT, explainFieldNow } from '../../operations/index.ts';
import { warningPrinter } from '../../publish/index.ts';
import { codeAsText, codeJson, fieldAsText, fieldJson } from '../../render/index.ts';
import { type Ended, failed } from '../ended.ts';
import type { CommonOptions, Format } from '../options.ts';

/** Explains a problem, check or policy. Sends no request. */
export function explainWord(
  word: string,
  { format }: { readonly format: Format },
  machine: Pick<Machine, 'terminal'>,
): Ended {
  const found = explainCode(word);
  if (!found.ok) return failed([unknownCode(word, found.near)], machine, format);
  if (format === 'json') return { exit: EXIT.ok, json: codeJson(found.explained) };
  machine.terminal.print(codeAsText(found.explained, { colour: machine.terminal.colour }));
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

function unknownCode(word: string, near: string | undefined): Problem {
  return {
    code: 'cli/usage',
    message: `"${word}" is not a problem, a check or a policy.`,
    remedy:
      near === undefined
        ? 'Copy a code from the output of a command, or name a layer and a field: reconcile explain NAME FIELD.'
        : `Did you mean "${near}"? For a layer, also name a field: reconcile explain NAME FIELD.`,
  };
}
