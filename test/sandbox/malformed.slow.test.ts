import { test } from 'vitest';
import { sendMalformed } from './malformed.ts';
import { inSandbox, worldOf } from './harness.ts';

test(
  'answers ten thousand malformed requests as documented, and goes on',
  () => inSandbox(worldOf(), (sandbox) => sendMalformed(sandbox, 10_000)),
  300_000,
);
