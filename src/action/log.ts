import type { Machine } from '../machine.ts';
import { forLog } from '../render/index.ts';

/**
 * A machine whose output GitHub's runner takes for text, whatever it holds: names of others could otherwise be workflow
 * commands. Our own commands have a way of their own.
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
