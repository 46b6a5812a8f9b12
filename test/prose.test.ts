import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commentStatistics, readComments } from './comment-statistics.mjs';

// The bars keep comments in plain English: conditions with "if", the thing as the subject, no anonymous persons.
test.each(commentStatistics())('comments: $name', ({ value, least, most }) => {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
});

/** Words that make a sentence hard to understand, and better ones. */
const BANNED: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /\bnobody\b/i, instead: 'negate the verb, or name the thing' },
  { word: /\bsomebody\b/i, instead: 'make the thing the subject, or write "a person"' },
  { word: /\bwhoever\b/i, instead: 'name the person, or the thing' },
  { word: /\bis told\b/i, instead: 'reported' },
  { word: /\bstands\b/i, instead: 'is, has or contains' },
  { word: /(?<!\bthere )\bis no\b(?! longer)/i, instead: 'is not a' },
  { word: /\bsigns\b/i, instead: 'characters' },
  { word: /\bmend(?:s|ed|ing)?\b/i, instead: 'fix, resolve' },
];

const goldenFiles = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => /[\\/]golden[\\/][^\\/]+\.\w+$/.test(file));

describe.each(BANNED)('$word', ({ word, instead }) => {
  test('is in no comment', () => {
    const comments = readComments().texts.map((text) => text.replaceAll(/\s+/g, ' '));
    expect(
      comments.filter((text) => word.test(text)),
      `instead: ${instead}`,
    ).toEqual([]);
  });

  test('is in no golden file', () => {
    const found = goldenFiles.flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.filter((line) => word.test(line)).map((line) => `${file}: ${line}`);
    });
    expect(found, `instead: ${instead}`).toEqual([]);
  });
});

test('there are golden files', () => {
  expect(goldenFiles.length).toBeGreaterThan(50);
});
