import type { Dispatcher } from 'undici';
import { type Allowance, FRESH, type Pace, reserve, slower } from './pace.ts';

/** What shares one rate budget. `allowances` may differ from call to call: a tier becomes known. */
export type Lane = {
  /** Names origin, credential and class of request. Never holds the credential itself. */
  readonly key: string;
  readonly allowances: readonly Allowance[];
};

export type Lanes = {
  /** Takes the next free moment and answers how many milliseconds it is away. */
  readonly take: (lane: Lane, now: number) => number;
  readonly slow: (lane: Lane, now: number, wait: number) => void;
};

/**
 * One book of paces per network, not per client: a plan and the apply after it use two clients with one credential,
 * and the API counts them as one.
 */
const books = new WeakMap<Dispatcher, Map<string, Pace>>();

export function lanesOf(dispatcher: Dispatcher): Lanes {
  const book = books.get(dispatcher) ?? new Map<string, Pace>();
  books.set(dispatcher, book);
  return {
    take: (lane, now) => {
      const { start, pace } = reserve(book.get(lane.key) ?? FRESH, lane.allowances, now);
      book.set(lane.key, pace);
      return start - now;
    },
    slow: (lane, now, wait) => {
      book.set(lane.key, slower(book.get(lane.key) ?? FRESH, now, wait));
    },
  };
}
