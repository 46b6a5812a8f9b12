import { type Command, InvalidArgumentError, type Option } from 'commander';

/**
 * Makes a program reject empty arguments, which come from unset shell variables, and options in the place of a value:
 * `apply "$UNSET"` would mean everything, and `apply --undo-dir --sandbox` the real API. Covers all commands and
 * options, so that new ones are not forgotten. Nothing has been read when it rejects.
 */
export function rejectEmptyValues(program: Command): void {
  for (const command of [program, ...program.commands]) {
    for (const option of command.options) guard(option, command);
  }
  program.hook('preAction', (_, command) => {
    const at = command.args.findIndex(isEmpty);
    if (at < 0) return;
    command.error(`error: argument ${at + 1} is empty. Check for an unset shell variable, or omit the argument.`, {
      code: 'reconcile.emptyArgument',
      exitCode: 1,
    });
  });
}

/** Checks the value as typed, before it is parsed. */
function guard(option: Option, command: Command): void {
  if (!option.required && !option.optional) return;
  const { parseArg } = option;
  option.argParser((value: string, before: unknown) => {
    const fault = faultOf(value, option, command);
    if (fault !== undefined) throw new InvalidArgumentError(fault);
    return parseArg === undefined ? value : parseArg(value, before);
  });
}

function faultOf(value: string, { long, flags }: Option, command: Command): string | undefined {
  const form = flags.split(' ').slice(1).join(' ');
  if (isEmpty(value)) {
    return `It is empty. Check for an unset shell variable, or omit ${long}.`;
  }
  if (!value.startsWith('-') || value === '-') return undefined;
  const name = value.replace(/=.*$/s, '');
  const other = command.options.find(({ long: also, short }) => name === also || name === short);
  return other === undefined
    ? `It looks like an option. For a file, write ./${value}.`
    : `${long} has no value, because ${name} is an option. Write ${long} ${form} ${value}.`;
}

function isEmpty(text: string): boolean {
  return text.trim() === '';
}
