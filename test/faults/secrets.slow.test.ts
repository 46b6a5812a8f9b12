import { expect, test } from 'vitest';
import { plantSecrets } from './secrets.ts';

/** The other half is a separate file, so both can run in parallel. */
test('10,000 runs with planted secrets leak nothing: the first half', { timeout: 600_000 }, async () => {
  const { rendered, wrote, leaks } = await plantSecrets(5_000, 42);
  expect(leaks).toEqual([]);
  expect(Object.values(rendered).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3_000);
  expect(wrote).toBeGreaterThan(1_000);
});
