import type { Dispatcher } from 'undici';
import { type RateLimit, FRESH, type RateState, reserve, backOff } from './pace.ts';

/** Requests that share one rate budget. `allowances` may change between calls, when the tier becomes known. */
export type RateBucket = {
  /** Identifies origin, credential and class of request. Never contains the credential itself. */
  readonly key: string;
  readonly allowances: readonly RateLimit[];
};

export type Lanes = {
  /** Reserves the next free moment and returns the milliseconds until then. */
  readonly take: (lane: RateBucket, now: number) => number;
  readonly slow: (lane: RateBucket, now: number, wait: number) => void;
};

/**
 * One set of paces per network, not per client: a plan and the apply after it use two clients with the same credential,
 * and the API counts them together.
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
