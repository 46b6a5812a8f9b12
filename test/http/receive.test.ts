import { expect, test } from 'vitest';
import { Reception } from '../../src/http/receive.ts';

test('a request that is given up and then not sent leaves no unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  new Reception(1).giveUp(new Error('stop'));
  await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
