import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePastedConfig } from '../../src/desired/index.ts';
import { problemsIn, WHOLE } from './harness.ts';

const EXTRAS =
  'spark: [{ post: ugc_1, item: "7301234567890123456", code: "${SPARK_A}" }]\nsharing: { identities: ["70001"] }\n';

/** Each field that holds an id, with a document in which it is a number. */
const FIELDS: Readonly<Record<string, (id: string) => string>> = {
  adAccountId: (id) => WHOLE.replace(/adAccountId: .*/, `adAccountId: ${id}`),
  tiktokBusinessId: (id) => `${WHOLE}tiktokBusinessId: ${id}\n`,
  pixel_id: (id) => WHOLE.replace(/pixel_id: .*/, `pixel_id: ${id}`),
  item: (id) => WHOLE + EXTRAS.replace('"7301234567890123456"', id),
  identities: (id) => WHOLE + EXTRAS.replace('"70001"', id),
};

function remedyFor(field: string, id: string): string {
  const [problem, ...more] = problemsIn({ 'a.yaml': FIELDS[field]?.(id) ?? '' });
  expect([problem?.code, more]).toEqual(['document/unquoted-id', []]);
  return problem?.remedy ?? '';
}

test.each(Object.keys(FIELDS))('%s: an exact id is repeated in quotes, a rounded one is not', (field) => {
  expect(remedyFor(field, '7098765432109876543')).toContain('"7098765432109876543"');
  expect(remedyFor(field, '7098765432109877000')).toContain('Copy the id from its source again');
});

test.each(['7.098765432109877e+18', '7.098765432109877E18', '7098765432109876543.0', '0x62843DC4E81A0000'])(
  'the digits of %s are not repeated',
  (id) => {
    expect(remedyFor('adAccountId', id)).not.toMatch(/\d/);
  },
);

test('nor are those in a pasted config', () => {
  const pasted = parsePastedConfig(Buffer.from('{ "adAccountId": 7098765432109877000 }'), 'stdin');
  expect(pasted.ok ? [] : pasted.problems.map(({ remedy }) => remedy)).toEqual([expect.not.stringMatching(/\d/)]);
});

test('law: the digits of a rounded id are never repeated', () => {
  const id = fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n });
  const print = fc.constantFrom<(id: number) => string>(
    String,
    (n) => BigInt(n).toString(),
    (n) => n.toExponential(),
  );
  fc.assert(
    fc.property(id, print, (exact, text) => {
      const written = text(Number(exact));
      expect(remedyFor('adAccountId', written)).not.toContain(written.slice(0, 10));
    }),
    { numRuns: 60 },
  );
});
