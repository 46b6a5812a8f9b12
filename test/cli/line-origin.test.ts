import { expect, test } from 'vitest';
import { committedLine } from '../../src/io/line-origin.ts';

const lines = (text: string) => text.split(' ');

test.each([
  { before: 'a b c', after: 'a b c', line: 2, is: 2, why: 'nothing changed' },
  { before: 'a b c', after: 'a X c', line: 2, is: undefined, why: 'it was changed' },
  { before: 'a b c', after: 'a X c', line: 3, is: 3, why: 'it follows the edit' },
  { before: 'a b c', after: 'N a b c', line: 3, is: 2, why: 'a line was added before it' },
  { before: 'a b c', after: 'b c', line: 1, is: 2, why: 'a line was removed before it' },
  { before: 'a b c d', after: 'X a b c Y', line: 3, is: 2, why: 'it is between two edits, and its text occurs once' },
  {
    before: 'a b b d',
    after: 'X b b Y',
    line: 2,
    is: undefined,
    why: 'it is between two edits, and its text is not unique',
  },
  { before: 'a', after: 'a a', line: 2, is: undefined, why: 'it was added' },
  { before: '', after: 'a', line: 1, is: undefined, why: 'the file was empty' },
])('$before → $after, line $line: $is, because $why', ({ before, after, line, is }) => {
  expect(committedLine(lines(before), lines(after), line)).toBe(is);
});
