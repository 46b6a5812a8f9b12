import { describe, expect, test } from 'vitest';
import { fenced, forLog } from '../../src/render/parts/escape.ts';
import { withoutNumbers } from '../../src/render/parts/public-redaction.ts';

/** At this length, a lookahead over the rest of the text from each position takes minutes. */
const LONG = 512 * 1024;

describe('a text of any length is read once', () => {
  test.each(['\n', ' ', '\t', '\u0085', ':', ' :', '\n:', '#', '##'])('forLog: %j again and again', (part) => {
    expect(forLog(part.repeat(LONG / part.length))).not.toMatch(/^[^\S\n]*::/m);
  });

  test.each(['-', ',', '.', '_', '-.', ',1', '1,', 'a-', 'é'])('withoutNumbers: %j again and again', (part) => {
    const text = part.repeat(LONG / part.length);
    // A number of any digits is hidden without the commas around it.
    const shown = /1/.test(part) ? text.replace(/1.*1/, '•••') : text;
    expect(withoutNumbers(text)).toBe(shown);
  });

  test('a block of code may have any number of runs of backticks', () => {
    expect(fenced(['` '.repeat(LONG / 2), '````'], 'text')[0]).toBe('`````text');
  });
});

describe('a workflow command is stopped', () => {
  test.each([
    ['::set-output name=a::b', ':\u200b:set-output name=a::b'],
    ['  \t::error::x', '  \t:\u200b:error::x'],
    ['a\n\n  ::error::x', 'a\n\n  :\u200b:error::x'],
    ['\u0085::error::x', '\u0085:\u200b:error::x'],
    ['a\r::error::x', 'a\r:\u200b:error::x'],
    ['\v\f::error::x', '\v\f:\u200b:error::x'],
    ['a ::error::x', 'a ::error::x'],
  ])('%j', (text, shown) => {
    expect(forLog(text)).toBe(shown);
  });
});

describe('punctuation around a number stays', () => {
  test.each([
    ['The cap is 30000, or 40,000.00.', 'The cap is •••, or •••.'],
    ['It rose by 30.5%.', 'It rose by 30.5%.'],
    ['-- 12 USD; --', '-- ••• USD; --'],
    ['...', '...'],
    ['Was …, ,300', 'Was …, ,•••'],
  ])('%s', (sentence, shown) => {
    expect(withoutNumbers(sentence)).toBe(shown);
  });
});
