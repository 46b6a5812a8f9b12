import { validate, type ValidateOptions } from './commands/validate.ts';
import { conclude } from './ended.ts';
import type { BareMachine } from './run-command.ts';
import { runGuarded } from './run-guarded.ts';
import { runAsMain } from './run-as-main.ts';

/** Runs `validate` without the parser of the command line, which takes as long to load as a document to check. */
export function startValidate(options: ValidateOptions): Promise<void> {
  return runAsMain(async (machine) => {
    const given = { machine, asJson: options.format === 'json', fit: await fitterFor(machine) };
    return runGuarded(given, async ({ bare, onCommand }) => {
      onCommand(options.format);
      return conclude(await validate(options, bare), bare);
    });
  });
}

/** Pipes have no width, and the functions that break lines come with that parser. */
async function fitterFor({ terminal }: BareMachine): Promise<Parameters<typeof runGuarded>[0]['fit']> {
  const isWide = Object.keys(terminal.columns?.() ?? {}).length > 0;
  return isWide ? (await import('./fit-terminal.ts')).fitTerminal : (each) => each;
}
