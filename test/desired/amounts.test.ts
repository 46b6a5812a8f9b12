import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CURRENCIES, exponentOf } from '../../src/model/index.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { AMOUNT, readAmount } from '../../src/yaml/index.ts';
import { layersIn, problemsIn, WHOLE } from './harness.ts';

function withCap(cap: string): string {
  return WHOLE.replace(/monthlyCostCap.*/, `monthlyCostCap: ${cap}`);
}

function settingsProblems(amount: string): readonly unknown[] {
  const bytes = new TextEncoder().encode(`policies: { cap-max: { amount: ${amount} } }\n`);
  const loaded = loadSettings({ filePath: 'reconcile.yaml', bytes }, {});
  return loaded.ok ? [] : loaded.problems;
}

describe('an amount with its currency has at most the decimals of the currency', () => {
  const decimals = ['', '.0', '.5', '.00', '.50', '.000', '.005', '.0000', '.5000', '.00000'];

  test.each([...CURRENCIES])('%s', (currency) => {
    for (const text of decimals) {
      const valid = Math.max(0, text.length - 1) <= exponentOf(currency);
      const amount = `30${text} ${currency}`;
      expect([amount, readAmount(amount).ok, AMOUNT.test(amount)]).toEqual([amount, valid, valid]);
      if (!['USD', 'JPY', 'KWD'].includes(currency)) continue;
      expect([amount, problemsIn({ 'a.yaml': withCap(`"${amount}"`) }).length]).toEqual([amount, valid ? 0 : 1]);
    }
  });

  test.each(['30.000 USD', '30000.0000 USD', '30000.5000 USD', '500000.0 JPY'])('settings refuse %s', (amount) => {
    expect(settingsProblems(amount)).toMatchObject([{ code: 'settings/invalid', location: { line: 1 } }]);
  });

  test('the remedy names both readings of a group of three', () => {
    const [problem] = problemsIn({ 'a.yaml': withCap('30.000 USD') });
    expect(problem).toMatchObject({
      code: 'document/invalid-value',
      location: { file: 'a.yaml', line: 11, column: 17 },
    });
    expect(problem?.remedy).toBe('Write at most 2 decimals, without thousands separators: 30000 or 30.');
  });
});

test.each([
  '30,000 USD',
  '"30,000"',
  '30,000',
  '30_000',
  "30'000 USD",
  '30 000 USD',
  '30.000,00 USD',
  '1.234.567 USD',
  '30.000.00',
  '"30\u00a0000 USD"',
  '"30\u202f000 USD"',
  '٣٠٠٠٠ USD',
])('a separator of thousands is refused: %s', (cap) => {
  expect(problemsIn({ 'a.yaml': withCap(cap) })).toMatchObject([
    { code: 'document/invalid-value', location: { file: 'a.yaml', line: 11 } },
  ]);
});

test.each(['30000.0000', '0.00001', '1.00000e0', '3e-4'])('no currency has so many decimals: %s', (cap) => {
  expect(problemsIn({ 'a.yaml': withCap(cap) })).toMatchObject([
    { code: 'document/invalid-value', location: { file: 'a.yaml', line: 11 } },
  ]);
});

test('law: every file is a layer or has a problem, for any field values', () => {
  const scalar = fc.oneof(
    fc.constantFrom(
      '30000',
      '30.000',
      '30.0000 USD',
      '"30000 USD"',
      '1e400',
      '-0',
      '.nan',
      '0x10',
      'true',
      'null',
      '~',
    ),
    fc.constantFrom('""', '[]', '{}', '[1]', '{ a: 1 }', '*a', '&a x', '!!str 3', '2026-01-01', "''"),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text)),
  );
  const lines = WHOLE.trimEnd().split('\n');
  fc.assert(
    fc.property(fc.nat(lines.length - 1), scalar, fc.boolean(), (at, value, drop) => {
      const changed = lines.flatMap((line, index) => {
        if (index !== at) return [line];
        return drop ? [] : [line.replace(/:.*/, `: ${value}`)];
      });
      const text = `${changed.join('\n')}\n`;
      const problems = problemsIn({ 'a.yaml': text });
      if (problems.length === 0) expect(layersIn({ 'a.yaml': text })).toHaveLength(1);
      else expect(problems.map(({ location }) => location?.file)).toContain('a.yaml');
    }),
    { numRuns: 150 },
  );
});
