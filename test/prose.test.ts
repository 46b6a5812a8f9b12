import { expect, test } from 'vitest';
import { commentStatistics } from './comment-statistics.mjs';

// The bars keep comments in plain English: conditions with "if", the thing as the subject, no anonymous persons.
test.each(commentStatistics())('comments: $name', ({ value, least, most }) => {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
});
