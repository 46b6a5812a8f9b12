import { describe, test } from 'vitest';
import { expectIsolation, HOSTILE } from './hostile.ts';

describe.each(Object.entries(HOSTILE))('an answer that is %s', (_, reply) => {
  test.each(['documented', 'endpoint'] as const)('stops its own layer at most, %s', async (transport) => {
    await expectIsolation(reply, transport);
  });
});
