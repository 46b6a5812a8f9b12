import { expect, test } from 'vitest';
import { plantSecrets } from './secrets.ts';

test('10,000 runs with planted secrets leak nothing', { timeout: 600_000 }, async () => {
  const { rendered, leaks } = await plantSecrets(10_000, 42);
  expect(leaks).toEqual([]);
  expect(rendered).toBeGreaterThan(3_000);
});
