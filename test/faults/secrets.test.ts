import { describe, expect, test } from 'vitest';
import { leaksIn } from './leaks.ts';

describe('a leak is found', () => {
  const SECRET = 'lp_test_key1_AbCd~EfGh-IjKl+MnOp/QrSt==';
  test.each([
    ['as it is', `key: ${SECRET}.`],
    ['in Markdown', SECRET.replace(/[_~]/g, '\\$&')],
    ['in HTML', SECRET.replace(/\W/g, (sign) => `&#${sign.charCodeAt(0)};`)],
    ['in an address', encodeURIComponent(SECRET)],
    ['in two lines of a table', `| ${SECRET.slice(0, 20)} |\n| ${SECRET.slice(20)} |`],
    ['in colours', SECRET.replace('_', '_\u001b[31m')],
    ['cut short', `${SECRET.slice(0, 25)}…`],
  ])('%s', (_, text) => {
    expect(leaksIn(text, { SECRET })).toEqual(['SECRET']);
  });

  test('and is empty if there is none', () => {
    expect(leaksIn('lp_test_•••, a_b and 100 %', { SECRET })).toEqual([]);
  });
});
