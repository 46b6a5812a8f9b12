import type { Machine } from '../machine.ts';
import { forLog } from '../render/index.ts';

/**
 * A machine whose output the GitHub runner treats as plain text: foreign names could otherwise be workflow commands.
 * Our own commands use `terminal.command`.
 */
export function inertLog(machine: Machine): Machine {
  const { terminal } = machine;
  return {
    ...machine,
    terminal: {
      ...terminal,
      print: (text) => terminal.print(forLog(text)),
      warn: (text) => terminal.warn(forLog(text)),
      command: terminal.print,
    },
  };
}
