import { expect, test } from 'vitest';
import { FIELD_PATHS, FIELDS, parseFields, parseRecordedFields } from '../../src/model/index.ts';

test.each([Number.NaN, Infinity, -Infinity])('%s is not a value of any field: JSON would print null', (value) => {
  expect(FIELD_PATHS.filter((path) => FIELDS[path].is(value))).toEqual([]);
  expect(parseFields({ monthlyCostCap: value })).toBeUndefined();
  expect(parseRecordedFields({ monthlyCostCap: value })).toBeUndefined();
});

test('a cap is a number or an amount', () => {
  expect([0.5, 30000, '30000.00 USD'].map(FIELDS.monthlyCostCap.is)).toEqual([true, true, true]);
});
