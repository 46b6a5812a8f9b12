import { z } from 'zod';

/** How fast the sandbox's clock runs. */
export const clockShape = z
  .strictObject({
    speed: z
      .number()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('Sandbox seconds in a second of the machine. Absent: 0 where the world says now, else 1.'),
  })
  .prefault({})
  .describe('How fast the clock of the sandbox runs.');

/** What a world says about time. It is changed in place. */
type Timed = { now?: string | undefined; clock: z.output<typeof clockShape> };

/**
 * The sandbox's clock. `world.now` is where it was last set, and the machine's clock says how long ago that was: what
 * a world says about time is all there is to know.
 */
export type Time = {
  readonly now: () => Date;
  readonly speed: () => number;
  /** Puts the clock somewhere, on or back, and makes it run from there. */
  readonly set: (to: { readonly now?: Date; readonly speed?: number }) => void;
  /** To be called where the world was replaced: its clock begins to run at this moment. */
  readonly begin: () => void;
};

/** @param machine the machine's clock */
export function createTime(world: () => Timed, machine: () => Date): Time {
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

/** Years have four digits on the wire. */
function within(time: number): number {
  return Math.min(Math.max(time, Date.parse('0001-01-01T00:00:00Z')), Date.parse('9999-12-31T23:59:59Z'));
}
