import type { Dispatcher } from 'undici';
import { type RateLimit, FRESH, type RateState, reserve, backOff } from './pace.ts';

/** What shares one rate budget. `allowances` may differ from call to call: a tier becomes known. */
export type RateBucket = {
  /** Names origin, credential and class of request. Never holds the credential itself. */
  readonly key: string;
  readonly allowances: readonly RateLimit[];
};

export type Lanes = {
  /** Takes the next free moment and answers how many milliseconds it is away. */
  readonly take: (lane: RateBucket, now: number) => number;
  readonly slow: (lane: RateBucket, now: number, wait: number) => void;
};

/**
 * One book of paces per network, not per client: a plan and the apply after it use two clients with one credential,
 * and the API counts them as one.
 */
const books = new WeakMap<Dispatcher, Map<string, RateState>>();

export function lanesOf(dispatcher: Dispatcher): Lanes {
  const book = books.get(dispatcher) ?? new Map<string, RateState>();
  books.set(dispatcher, book);
  return {
    take: (lane, now) => {
      const { start, pace } = reserve(book.get(lane.key) ?? FRESH, lane.allowances, now);
      book.set(lane.key, pace);
      return start - now;
    },
    slow: (lane, now, wait) => {
      book.set(lane.key, backOff(book.get(lane.key) ?? FRESH, now, wait));
    },
  };
}
