import { expect, test } from 'vitest';
import { wrapText } from '../../src/cli/wrap-text.ts';

type WrapCase = {
  readonly name: string;
  readonly why: string;
  readonly text: string;
  readonly columns: number;
  readonly lines: readonly string[];
};

const URL = 'https://app.layers.com/project/254a4ce1-f4ca-42b1-9e36-000000000001/layers';

const cases: readonly WrapCase[] = [
  {
    name: 'a line that fits is unchanged',
    why: 'most lines fit, and spaces may be layout',
    text: 'Caps  28,000.00 USD',
    columns: 19,
    lines: ['Caps  28,000.00 USD'],
  },
  {
    name: 'an amount stays with its currency',
    why: 'a number at the end of a line reads as an amount without a unit',
    text: '  cost-cap: 27,000.00 USD to 28,000.00 USD',
    columns: 24,
    lines: ['  cost-cap:', '    27,000.00 USD to', '    28,000.00 USD'],
  },
  {
    name: 'an address overflows',
    why: 'a terminal opens only a whole address, and only a whole id can be searched',
    text: `    1. ${URL}`,
    columns: 40,
    lines: [`    1. ${URL}`],
  },
  {
    name: 'the text of a list hangs below itself',
    why: 'the next number must be easy to find',
    text: '  2. Share these identities with Layers: 7000000000000000555.',
    columns: 36,
    lines: ['  2. Share these identities with', '     Layers: 7000000000000000555.'],
  },
  {
    name: 'the last column of a table hangs below itself',
    why: 'text below the first column would look like a row',
    text: '  done  the budget of the account is what the document says',
    columns: 32,
    lines: ['  done  the budget of the', '        account is what the', '        document says'],
  },
  {
    name: 'JSON is unchanged',
    why: 'a person copies it, and a line break inside of a string is invalid',
    text: '  "note": "a text that is wider than the terminal",\n+   "a text in a list of texts"',
    columns: 20,
    lines: ['  "note": "a text that is wider than the terminal",', '+   "a text in a list of texts"'],
  },
  {
    name: 'a source excerpt is unchanged',
    why: 'the carets below must stay at their column',
    text: '   9 |     pixle_id: CABC123 and more\n     |     ^^^^^^^^',
    columns: 20,
    lines: ['   9 |     pixle_id: CABC123 and more', '     |     ^^^^^^^^'],
  },
  {
    name: 'colours have no width',
    why: 'a coloured line would break early',
    text: '\u001B[31mone two three\u001B[39m',
    columns: 13,
    lines: ['\u001B[31mone two three\u001B[39m'],
  },
  {
    name: 'a wide character has two columns',
    why: 'names of advertisers are often Chinese or Japanese',
    text: '広告 主の 名前',
    columns: 9,
    lines: ['広告', '  主の', '  名前'],
  },
  {
    name: 'no width is too small',
    why: 'a window can have a single column',
    text: '    1. one two',
    columns: 1,
    lines: ['    1.', '      one', '      two'],
  },
];

test.each(cases)('$name: $why', ({ text, columns, lines }) => {
  expect(wrapText(text, columns).split('\n')).toEqual(lines);
});
