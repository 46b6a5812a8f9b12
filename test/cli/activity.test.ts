import { expect, test } from 'vitest';
import { fitTerminal } from '../../src/cli/fit-terminal.ts';
import type { Activity, Machine } from '../../src/machine.ts';
import { showActivity } from '../../src/publish/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';

type Shown = { readonly activity: Activity; readonly pass: (seconds: number) => void; readonly machine: Machine };

/** Ticks come from the test, with a clock of its own. */
function played(env: Record<string, string>, columns: number | undefined, play: (shown: Shown) => void): string {
  const { machine, err } = fakeMachine({ cwd: '/', ...(columns !== undefined && { columns }) });
  const terminal = fitTerminal(machine.terminal, { TERM: 'xterm', ...env }, () => true);
  let [seconds, tick] = [0, () => {}];
  const { activity, end } = showActivity({
    terminal,
    now: () => new Date(seconds * 1000),
    every: (_, work) => {
      tick = work;
      return { stop: () => {} };
    },
  });
  const pass = (count: number): void => {
    for (let passed = 0; passed < count; passed += 1) {
      seconds += 1;
      tick();
    }
  };
  play({ activity, pass, machine: { ...machine, terminal } });
  end();
  return err();
}

const inPipe = (play: (shown: Shown) => void) => played({}, undefined, play).trimEnd().split('\n');

test('a run of less than a second shows nothing', () => {
  expect(played({}, undefined, ({ activity }) => activity.sent('Layers'))).toBe('');
});

test('where lines stay, each is whole, and they follow at growing intervals', () => {
  const lines = inPipe(({ activity, pass }) => {
    activity.task('Reading layers', 3, 9);
    pass(100);
  });
  expect(lines[0]).toBe('Reading layers: 3 of 9 · 1s');
  expect(lines.map((line) => Number(/(\d+)s$/.exec(line)?.[1]))).toEqual([
    1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 24, 27, 30, 33, 37, 41, 46, 51, 57, 63, 70, 77, 85, 94,
  ]);
});

test('it counts the calls to each API', () => {
  const lines = inPipe(({ activity, pass }) => {
    activity.sent('TikTok');
    for (let call = 0; call < 12; call += 1) activity.sent('Layers');
    pass(1);
  });
  expect(lines).toEqual(['calls: Layers 12, TikTok 1 · 1s']);
});

test('it names the longest wait and its rest, until it is over', () => {
  const lines = inPipe(({ activity, pass }) => {
    activity.waiting(6_000, 'the rate limit of Layers');
    activity.waiting(2_000, 'a write to become visible');
    pass(7);
  });
  expect(lines).toEqual([
    'waiting 5s for the rate limit of Layers · 1s',
    'waiting 3s for the rate limit of Layers · 3s',
    'waiting 1s for the rate limit of Layers · 5s',
    '7s',
    'Waited 6s for the rate limit of Layers.',
  ]);
});

test('at the end it names the long waits: two at the same time are one, and one that was cut short counts in part', () => {
  const lines = inPipe(({ activity, pass }) => {
    for (let minute = 0; minute < 3; minute += 1) {
      activity.waiting(60_000, 'the limit of Layers');
      activity.waiting(50_000, 'the limit of Layers');
      activity.waiting(1_000, 'the limit of TikTok');
      pass(60);
    }
    activity.waiting(60_000, 'a person');
    pass(10);
  });
  expect(lines.slice(-2)).toEqual(['Waited 3m for the limit of Layers.', 'Waited 10s for a person.']);
});

test('a terminal has one line that is replaced, and is erased before other output and at the end', () => {
  const text = played({}, 80, ({ machine, pass }) => {
    pass(2);
    machine.terminal.warn('A problem.\n');
    pass(1);
  });
  expect(text).toBe('1s\r\u001B[K2s\r\u001B[KA problem.\n3s\r\u001B[K');
});

test('the line never reaches the last column', () => {
  const text = played({}, 20, ({ activity, pass }) => {
    activity.task('Reading events of layers', 1, 5000);
    pass(1);
  });
  expect(text.split('\r')[0]).toBe('Reading events of …');
});

test.each([{ CI: 'true' }, { TERM: 'dumb' }])('a terminal with %o has whole lines', (env) => {
  expect(played(env, 80, ({ pass }) => pass(3))).toBe('1s\n3s\n');
});

test('no line while a person is asked', async () => {
  let asked: Promise<unknown> = Promise.resolve();
  const text = played({}, 80, ({ machine, pass }) => {
    asked = machine.terminal.ask('Apply? ');
    pass(3);
  });
  await asked;
  expect(text).toBe('');
});
