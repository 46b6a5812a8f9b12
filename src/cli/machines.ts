import type { Machine } from '../machine.ts';

/** A machine without HTTP, and a complete one for commands that need it: `validate` does not load an HTTP client. */
export type Machines = { readonly bare: BareMachine; readonly whole: () => Promise<Machine> };

export type BareMachine = Omit<Machine, 'dispatcher'>;
