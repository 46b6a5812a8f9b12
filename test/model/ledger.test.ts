import { describe, expect, test } from 'vitest';
import { type Ledger, ledgerView } from '../../src/model/index.ts';

// An id comes from an API, so it may be any word.
describe.each(['constructor', 'toString', '__proto__'])('a layer with the id %s', (id) => {
  const empty: Ledger = { revision: 0, entries: {}, unreadable: false };

  test('has no entry in an empty ledger', () => {
    expect(ledgerView(empty, id, undefined)).toEqual({ state: 'none' });
  });

  test('is in no claim that does not name it', () => {
    const claim = { run: 'r', revision: 1, until: '2026-11-10T12:00:00Z', intents: {} };
    expect(ledgerView({ ...empty, claim }, id, undefined)).toEqual({ state: 'none' });
  });
});
