import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commentStatistics, readComments } from './comment-statistics.mjs';

/** "There is no plan" and "is no longer" are plain English; "is no amount" is not. */
const BANNED = /\b(?:nobody|somebody|whoever|is told|stands|signs|mends?)\b|(?<!\bthere )\bis no\b(?! longer)/gi;

const GUIDES = ['README.md', 'src/README.md', '.github/CONTRIBUTING.md', 'examples/github/README.md'];

function goldenFiles(): readonly string[] {
  const all = readdirSync('test', { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith('golden'))
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
}

// The limits keep comments in plain English: conditions with "if", the thing as the subject, no anonymous persons.
test.each(commentStatistics())('comments: $name', ({ value, least, most }) => {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
});

test('comments have none of the banned words', () => {
  const texts = readComments().texts.map((text) => text.replaceAll(/\s+/g, ' '));
  expect(texts.filter((text) => text.search(BANNED) >= 0)).toEqual([]);
});

test.each([...goldenFiles(), ...GUIDES])('%s has none of the banned words', (file) => {
  expect(readFileSync(file, 'utf8').match(BANNED) ?? []).toEqual([]);
});
