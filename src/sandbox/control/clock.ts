import { z } from 'zod';
import { duration, millisecondsOf } from '../duration.ts';
import { accepted, type Reply, refused } from '../layers/envelope.ts';
import { bodyAs } from '../layers/input.ts';
import { runDueActions } from '../people/index.ts';
import type { Request } from '../route.ts';
import type { State } from '../state.ts';
import { clockShape } from '../time.ts';

const Move = z.strictObject({
  now: z.iso.datetime().optional(),
  advance: duration.optional(),
  speed: clockShape.unwrap().shape.speed,
});

export function showClock(state: State): Reply {
  return accepted({ now: state.now().toISOString(), speed: state.time.speed() });
}

/** Sets the clock, then advances it. All actions due by the new time are done before it returns. */
export function moveClock(request: Request, state: State): Reply {
  const body = bodyAs(request, Move);
  if (!body.ok) return body.refusal;
  const { now, advance, speed } = body.value;
  if (now !== undefined && advance !== undefined) return refused('VALIDATION', 'advance: not together with now.');
  const from = now === undefined ? state.now() : new Date(now);
  const to = new Date(from.getTime() + (millisecondsOf(advance ?? 'PT0S') ?? 0));
  state.time.set({ now: to, ...(speed === undefined ? {} : { speed }) });
  runDueActions(state);
  return showClock(state);
}
