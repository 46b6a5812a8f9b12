import { test } from 'vitest';
import { sendMalformed } from './malformed.ts';
import { inSandbox, worldOf } from './harness.ts';

test(
  'responds to ten thousand malformed requests as documented, and continues',
  () => inSandbox(worldOf(), (sandbox) => sendMalformed(sandbox, 10_000)),
  300_000,
);
