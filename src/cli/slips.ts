import { type Command, InvalidArgumentError, type Option } from 'commander';

/**
 * Makes a program refuse what a shell makes of a variable that is not set, and an option that stands where the value of
 * another belongs: `apply "$UNSET"` would mean everything, and `apply --undo-dir --sandbox` the real API. Goes over all
 * commands and options there are, so that no new one is forgotten. Nothing has been read when it refuses.
 */
export function refuseSlips(program: Command): void {
  for (const command of [program, ...program.commands]) {
    for (const option of command.options) guard(option, command);
  }
  program.hook('preAction', (_, command) => {
    const at = command.args.findIndex(isEmpty);
    if (at < 0) return;
    command.error(
      `error: argument ${at + 1} is empty. Most likely a variable of the shell is not set: write the argument out, or leave it away.`,
      { code: 'reconcile.emptyArgument', exitCode: 1 },
    );
  });
}

/** A look at the value as it was typed, before anything is made of it. */
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
    return `It is empty. Most likely a variable of the shell is not set: write ${long} ${form}, or leave ${long} away.`;
  }
  if (!value.startsWith('-') || value === '-') return undefined;
  const name = value.replace(/=.*$/s, '');
  const other = command.options.find(({ long: also, short }) => name === also || name === short);
  return other === undefined
    ? `A value that starts with - is most likely an option. If it is a file, write ./${value}.`
    : `${name} is an option itself, and the value of ${long} is missing: write ${long} ${form} ${value}.`;
}

function isEmpty(text: string): boolean {
  return text.trim() === '';
}
