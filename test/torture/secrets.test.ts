import { expect, test } from 'vitest';
import { plantSecrets } from './secrets.ts';

test('secrets planted in answers, errors, headers and names are never seen', async () => {
  const { rendered, leaks } = await plantSecrets(300, 7);
  expect(leaks).toEqual([]);
  expect(rendered, 'many runs get as far as a page').toBeGreaterThan(100);
});
