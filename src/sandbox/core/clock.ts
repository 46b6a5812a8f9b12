import { z } from 'zod';

export const clockShape = z
  .strictObject({
    speed: z
      .number()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('Sandbox seconds per second of the machine. Absent: 0 if the world has now, otherwise 1.'),
  })
  .prefault({})
  .describe("Speed of the sandbox's clock.");

/** Clock settings of a world, changed in place. */
export type ClockSettings = { now?: string | undefined; clock: z.output<typeof clockShape> };

/**
 * The sandbox's clock. `world.now` is the time it was last set to, and the machine's clock gives the time since then.
 */
export type Clock = {
  readonly now: () => Date;
  readonly speed: () => number;
  /** Sets the clock, forward or back, and runs it from there. */
  readonly set: (to: { readonly now?: Date; readonly speed?: number }) => void;
  /** Call it after replacing the world: its clock starts to run now. */
  readonly begin: () => void;
};

/** @param machine the machine's clock */
export function createClock(world: () => ClockSettings, machine: () => Date): Clock {
  let begun = machine().getTime();
  const speed = () => world().clock.speed ?? (world().now === undefined ? 1 : 0);
  const now = () => {
    const start = world().now;
    const from = start === undefined ? begun : Date.parse(start);
    return new Date(within(from + (machine().getTime() - begun) * speed()));
  };
  return {
    now,
    speed,
    set: (to) => {
      const next = { now: to.now ?? now(), speed: to.speed ?? speed() };
      world().now = new Date(within(next.now.getTime())).toISOString();
      world().clock.speed = next.speed;
      begun = machine().getTime();
    },
    begin: () => {
      begun = machine().getTime();
    },
  };
}

/** Limits years to four digits, as on the wire. */
function within(time: number): number {
  return Math.min(Math.max(time, Date.parse('0001-01-01T00:00:00Z')), Date.parse('9999-12-31T23:59:59Z'));
}
