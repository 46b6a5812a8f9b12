import { expect, test } from 'vitest';
import { virtualTime } from '../../src/sandbox/index.ts';
import { fakeDeadlines } from '../support/fake-deadlines.ts';

/** A clock that does not move, and a machine on which other work goes first. */
function setup() {
  let now = 0;
  const clock = {
    now: () => new Date(now),
    advance: (ms: number) => {
      now += ms;
    },
  };
  const machine = {
    sleep: () => new Promise<void>((resolve) => setImmediate(resolve)),
    deadline: fakeDeadlines().deadline,
  };
  return { time: virtualTime(() => clock, machine), now: () => now };
}

test('waits end in the order of their ends, and the clock moves to each', async () => {
  const { time, now } = setup();
  const ended: string[] = [];
  const wait = async (name: string, ms: number): Promise<void> => {
    await time.sleep(ms);
    ended.push(`${name} at ${now()}`);
  };
  await Promise.all([
    wait('hour', 3_600_000),
    wait('second', 1_000),
    wait('minute', 60_000).then(() => wait('later', 1_000)),
  ]);
  expect(ended).toEqual(['second at 1000', 'minute at 60000', 'later at 61000', 'hour at 3600000']);
});

test('the clock does not move while a request is on its way', async () => {
  const { time, now } = setup();
  time.begin();
  const wait = time.sleep(1_000);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(now()).toBe(0);
  time.end();
  await wait;
  expect(now()).toBe(1_000);
});

test('a late answer moves the clock, and ends the deadline of its request', async () => {
  const { time, now } = setup();
  time.begin();
  const deadline = time.deadline(30_000);
  await time.sleepInRequest(29_999);
  expect([now(), deadline.aborted]).toEqual([29_999, false]);
  await time.sleepInRequest(60_000);
  expect([now(), deadline.aborted]).toEqual([89_999, true]);
});

test('an aborted wait ends at once', async () => {
  const { time, now } = setup();
  const stop = new AbortController();
  time.begin();
  const wait = time.sleep(1_000, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(wait).rejects.toThrow('stopped');
  time.end();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(now()).toBe(0);
});
