import type { Machine } from '../machine.ts';

const FIRST_AFTER_MS = 1000;
const THEN_EVERY_MS = 2000;

/**
 * Prints the progress of long work on standard error, and nothing for short work. Prints whole lines, so that a CI log
 * is readable.
 */
export function progress(
  machine: Pick<Machine, 'now' | 'terminal'>,
  doing: string,
): (done: number, of: number) => void {
  const begun = machine.now().getTime();
  let next = begun + FIRST_AFTER_MS;
  return (done, of) => {
    const now = machine.now().getTime();
    if (now < next || done >= of) return;
    next = now + THEN_EVERY_MS;
    machine.terminal.warn(`${doing}: ${done} of ${of}\n`);
  };
}
