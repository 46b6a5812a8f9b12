import type { Machine } from '../machine.ts';

const FIRST_AFTER_MS = 1000;
const THEN_EVERY_MS = 2000;

/**
 * Tells how far a long work has come, on standard error, and says nothing about a short one. Line by line, so that a CI
 * log reads well.
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
