import type { Machine } from '../../machine.ts';
import { explainCode, type Problem } from '../../model/index.ts';
import { EXIT, type ExitCode, explainFieldNow } from '../../operations/index.ts';
import { warningPrinter } from '../../publish/index.ts';
import { codeAsJson, codeAsText, fieldAsJson, fieldAsText } from '../../render/index.ts';
import type { CommonOptions, Format } from '../options.ts';
import { printProblems } from '../print.ts';

/** Explains a problem, check or policy. Sends no request. */
export function explainWord(
  word: string,
  { format }: { readonly format: Format },
  machine: Pick<Machine, 'terminal'>,
): ExitCode {
  const found = explainCode(word);
  if (!found.ok) {
    printProblems([unknownCode(word, found.near)], machine, format);
    return EXIT.problems;
  }
  const { colour, print } = machine.terminal;
  print(format === 'json' ? codeAsJson(found.explained) : codeAsText(found.explained, { colour }));
  return EXIT.ok;
}

/** Explains one field of one layer. Read-only. */
export async function explainOneField(
  name: string,
  field: string,
  { format, ...options }: CommonOptions,
  machine: Machine,
): Promise<ExitCode> {
  const report = await explainFieldNow(name, field, { ...options, warn: warningPrinter(machine) }, machine);
  if (!report.ok) {
    printProblems(report.problems, machine, format);
    return EXIT.problems;
  }
  const { colour, print } = machine.terminal;
  print(format === 'json' ? fieldAsJson(report.value) : fieldAsText(report.value, { colour }));
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
