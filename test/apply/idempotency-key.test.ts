import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idempotencyKey } from '../../src/apply/claim.ts';

const part = fc.oneof(fc.string(), fc.nat());

test('a key is a UUIDv4, as Layers requires', () => {
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      expect(idempotencyKey(...parts)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }),
  );
});

test('the same write has the same key everywhere, a different write has a different one', () => {
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (a, b) => {
      expect(idempotencyKey(...a) === idempotencyKey(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test('the boundaries of the parts matter', () => {
  expect(idempotencyKey('ab', 'c')).not.toBe(idempotencyKey('a', 'bc'));
  expect(idempotencyKey(1)).not.toBe(idempotencyKey('1'));
});
