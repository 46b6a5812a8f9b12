import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/model/index.ts';
import { problemsAsText, problemsJson } from '../../src/render/index.ts';
import { aProblem } from '../support/plan.ts';

const location = { file: 'layers/acme.yaml', line: 9, column: 5 };
const long = `{ "a": "${'x'.repeat(300)}", "pixle_id": 1, "b": "${'y'.repeat(300)}" }`;

const cases: readonly {
  readonly name: string;
  readonly why: string;
  readonly problems: readonly Problem[];
  readonly lines: readonly string[];
}[] = [
  { name: 'none', why: 'without content there is no section', problems: [], lines: [] },
  {
    name: 'a value in a document',
    why: 'the location, the value, the finding',
    problems: [
      aProblem({
        location,
        excerpt: {
          lines: [
            { number: 8, text: '  capi:' },
            { number: 9, text: '    pixle_id: CABC123' },
          ],
          underline: { line: 9, column: 5, length: 8 },
        },
      }),
    ],
    lines: [
      'layers/acme.yaml:9:5  document/unknown-field',
      '',
      '   8 |   capi:',
      '   9 |     pixle_id: CABC123',
      '     |     ^^^^^^^^',
      '',
      'Unknown field "capi.pixle_id". Did you mean "capi.pixel_id"?',
    ],
  },
  {
    name: 'several',
    why: 'all at once, and how many there are',
    problems: [
      { code: 'api/unauthenticated', message: 'Layers does not accept the key.', remedy: 'Set LAYERS_API_KEY.' },
      { code: 'api/not-found', message: 'There is no such project.', layer: 'acme-ios' },
    ],
    lines: [
      'api/unauthenticated',
      '',
      'Layers does not accept the key.',
      'Set LAYERS_API_KEY.',
      '',
      'acme-ios  api/not-found',
      '',
      'There is no such project.',
      '',
      '2 problems.',
    ],
  },
  {
    name: 'wide letters and a tab before the value',
    why: 'the carets are below the value in display columns',
    problems: [
      aProblem({
        location,
        message: 'No.',
        excerpt: {
          lines: [{ number: 1234, text: '\ta\u0301広告🎯: wrong' }],
          underline: { line: 1234, column: 10, length: 5 },
        },
      }),
    ],
    lines: [
      'layers/acme.yaml:9:5  document/unknown-field',
      '',
      ' 1234 |     a\u0301広告🎯: wrong',
      // A tab stop, one letter with a mark, two wide letters, a picture, the colon and the space.
      `      | ${' '.repeat(4 + 1 + 4 + 2 + 2)}^^^^^`,
      '',
      'No.',
    ],
  },
  {
    name: 'nothing to underline',
    why: 'a missing field has a location, too',
    problems: [
      aProblem({
        location,
        message: 'No.',
        excerpt: { lines: [{ number: 1, text: '' }], underline: { line: 1, column: 1, length: 0 } },
      }),
    ],
    lines: ['layers/acme.yaml:9:5  document/unknown-field', '', '   1 |', '     | ^', '', 'No.'],
  },
  {
    name: 'a document on one long line',
    why: 'a screen full of JSON hides the value',
    problems: [
      aProblem({
        location,
        message: 'No.',
        excerpt: {
          lines: [{ number: 1, text: long }],
          underline: { line: 1, column: long.indexOf('"pixle_id"') + 1, length: 10 },
        },
      }),
    ],
    lines: [
      'layers/acme.yaml:9:5  document/unknown-field',
      '',
      `   1 | …${'x'.repeat(37)}", "pixle_id": 1, "b": "${'y'.repeat(59)}…`,
      `     | ${' '.repeat(41)}^^^^^^^^^^`,
      '',
      'No.',
    ],
  },
  {
    name: 'a control character in a document',
    why: 'it is shown, and the carets move on with it',
    problems: [
      aProblem({
        location,
        message: 'No.',
        excerpt: {
          lines: [{ number: 1, text: '\u001b[31mred' }],
          underline: { line: 1, column: 1, length: 1 },
        },
      }),
    ],
    lines: ['layers/acme.yaml:9:5  document/unknown-field', '', '   1 | ⟨U+001B⟩[31mred', '     | ^^^^^^^^', '', 'No.'],
  },
];

describe('problems', () => {
  test.each(cases)('$name: $why', ({ problems, lines }) => {
    expect(problemsAsText(problems, { colour: false })).toBe(lines.map((line) => `${line}\n`).join(''));
  });

  test('with colours only the colours are added', () => {
    const problems = cases.flatMap((one) => one.problems);
    const coloured = problemsAsText(problems, { colour: true });
    expect(coloured).toContain('\u001b[31m');
    expect(stripVTControlCharacters(coloured)).toBe(problemsAsText(problems, { colour: false }));
  });

  test('as JSON they are all there', () => {
    const problems = cases.flatMap((one) => one.problems);
    const counts = { problems: problems.length };
    expect(problemsJson(problems)).toEqual({ format: 'reconcile-problems', version: 1, problems, counts });
  });
});
