import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from '../../src/http/on-abort.ts';

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

test('all requests of a signal share one listener, and the last to end removes it', () => {
  const { signal } = new AbortController();
  const ends = Array.from({ length: 3 }, () => onAbort(signal, () => {}));
  expect(listenersOf(signal)).toBe(1);
  for (const end of ends) end();
  expect(listenersOf(signal)).toBe(0);
  const again = onAbort(signal, () => {});
  expect(listenersOf(signal)).toBe(1);
  // The end of an earlier request, a second time.
  ends[0]?.();
  expect(listenersOf(signal)).toBe(1);
  again();
  expect(listenersOf(signal)).toBe(0);
});

test('an abort reaches the requests that have not ended, once', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const ends = ['first', 'second', 'third'].map((name) => onAbort(controller.signal, () => called.push(name)));
  ends[1]?.();
  controller.abort();
  for (const end of ends) end();
  expect(called).toEqual(['first', 'third']);
});

test('a request that ends during an abort ends no other', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const ends: (() => void)[] = [];
  for (const name of ['first', 'second']) {
    ends.push(
      onAbort(controller.signal, () => {
        called.push(name);
        ends[0]?.();
      }),
    );
  }
  controller.abort();
  expect(called).toEqual(['first', 'second']);
});
