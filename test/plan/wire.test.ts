import { describe, expect, test } from 'vitest';
import type { CapUnit, Value } from '../../src/model/index.ts';
import { wireFields } from '../../src/plan/wire.ts';
import { aDesired } from '../support/layers.ts';

type Case = {
  readonly name: string;
  readonly why: string;
  readonly written: number | string;
  readonly unit?: CapUnit;
  readonly currency?: string;
  /** The cap on the wire, or the code of the problem. */
  readonly wire: Value | { readonly problem: string };
};

const cases: readonly Case[] = [
  {
    name: 'a bare number in major units',
    why: 'it goes to the wire as it is',
    written: 30000,
    unit: 'major',
    currency: 'USD',
    wire: 30000,
  },
  {
    name: 'a bare number in cents',
    why: 'it goes to the wire as it is',
    written: 3000000,
    unit: 'minor',
    currency: 'USD',
    wire: 3000000,
  },
  {
    name: 'a bare number of no stated unit',
    why: 'cap-unit refuses the plan; the number is shown',
    written: 30000,
    currency: 'USD',
    wire: 30000,
  },
  {
    name: 'a bare number for an account of unknown currency',
    why: 'nothing contradicts it',
    written: 30000.5,
    unit: 'major',
    wire: 30000.5,
  },
  {
    name: 'dollars in major units',
    why: 'the wire counts dollars',
    written: '30000.50 USD',
    unit: 'major',
    currency: 'USD',
    wire: 30000.5,
  },
  {
    name: 'dollars in minor units',
    why: 'the wire counts cents',
    written: '30000.50 USD',
    unit: 'minor',
    currency: 'USD',
    wire: 3000050,
  },
  {
    name: 'yen in minor units',
    why: 'yen has no smaller unit, so both units are one',
    written: '500000 JPY',
    unit: 'minor',
    currency: 'JPY',
    wire: 500000,
  },
  {
    name: 'yen in major units',
    why: 'yen has no smaller unit, so both units are one',
    written: '500000 JPY',
    unit: 'major',
    currency: 'JPY',
    wire: 500000,
  },
  {
    name: 'dinars in minor units',
    why: 'a Kuwaiti dinar has a thousand fils',
    written: '10.250 KWD',
    unit: 'minor',
    currency: 'KWD',
    wire: 10250,
  },
  {
    name: 'an amount of no stated unit',
    why: 'its number is unknown, so it stays as written',
    written: '30000.00 USD',
    currency: 'USD',
    wire: '30000.00 USD',
  },
  {
    name: 'an amount for an account of unknown currency',
    why: 'the document has the currency',
    written: '30000 USD',
    unit: 'minor',
    wire: 3000000,
  },
  {
    name: 'dollars for a yen account',
    why: 'reconcile converts no money',
    written: '30000 USD',
    unit: 'major',
    currency: 'JPY',
    wire: { problem: 'cap/currency' },
  },
  {
    name: 'dollars for a yen account, unit not stated',
    why: 'the contradiction does not depend on the unit',
    written: '30000 USD',
    currency: 'JPY',
    wire: { problem: 'cap/currency' },
  },
  {
    name: 'half a yen',
    why: 'the amount does not exist',
    written: 30000.5,
    unit: 'major',
    currency: 'JPY',
    wire: { problem: 'cap/amount' },
  },
  {
    name: 'half a cent',
    why: 'the wire counts whole cents',
    written: 100.5,
    unit: 'minor',
    currency: 'USD',
    wire: { problem: 'cap/amount' },
  },
  {
    name: 'next to nothing',
    why: 'it would read as 0, and stop everything',
    written: 0.0000001,
    unit: 'major',
    currency: 'USD',
    wire: { problem: 'cap/amount' },
  },
  {
    name: 'a tenth of a cent',
    why: 'a dollar has two decimals',
    written: 100.001,
    unit: 'major',
    currency: 'USD',
    wire: { problem: 'cap/amount' },
  },
];

describe('wireFields', () => {
  test.each(cases)('$name: $why', ({ written, unit, currency, wire }) => {
    const result = wireFields(aDesired({ fields: { monthlyCostCap: written } }), unit, currency);
    const found = result.ok ? result.value.monthlyCostCap : { problem: result.problems[0]?.code };
    expect(found).toEqual(wire);
  });

  test('a problem has the document, and the location of the cap in it', () => {
    const result = wireFields(aDesired({ fields: { monthlyCostCap: '30000 USD' } }), 'major', 'JPY');
    expect(result).toMatchObject({
      problems: [{ layer: 'acme-ios', location: { file: 'layers/acme-ios.yaml', line: 12, column: 17 } }],
    });
  });

  test('a document without a cap', () => {
    const desired = aDesired({ without: ['monthlyCostCap'] });
    expect(wireFields(desired, 'major', 'JPY')).toEqual({ ok: true, value: desired.fields });
  });
});

test.each<{ text: string; unit?: CapUnit; currency?: string; ok: boolean }>([
  { text: '30.000', unit: 'major', currency: 'USD', ok: false },
  { text: '30.000', currency: 'USD', ok: false },
  { text: '30.000', unit: 'major', ok: false },
  { text: '30.000', unit: 'major', currency: 'KWD', ok: true },
  { text: '30.00', unit: 'major', currency: 'USD', ok: true },
  { text: '30.00', unit: 'minor', currency: 'USD', ok: false },
  { text: '30.0', unit: 'major', currency: 'JPY', ok: false },
  { text: '3.000e1', unit: 'major', currency: 'USD', ok: true },
  { text: '3.000e0', unit: 'major', currency: 'USD', ok: false },
])(
  'a bare cap has at most the decimals of its account: $text in $unit units of $currency',
  ({ text, unit, currency, ok }) => {
    const cap = { written: 'bare', wire: Number(text), text, inherited: false } as const;
    const result = wireFields({ ...aDesired({ fields: { monthlyCostCap: cap.wire } }), cap }, unit, currency);
    expect(result).toMatchObject(ok ? { ok } : { ok, problems: [{ code: 'cap/amount' }] });
  },
);
