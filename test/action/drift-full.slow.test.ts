import { expect, test } from 'vitest';
import { apply, deployed, desired, onAction, one, quiet, reviewed } from './merging.ts';

test('with full, a drift run also reads what the ledger checked lately', async () => {
  await onAction(quiet, async (harness) => {
    deployed(harness);
    await reviewed(harness, 7, desired(one, { monthlyCostCap: 29_000 }));
    await apply(harness);
    const part = await harness.onMain('schedule', { command: 'drift' });
    expect([part.exit, part.out.includes('Not checked')], part.out).toEqual([0, true]);
    const full = await harness.onMain('schedule', { command: 'drift', full: 'true' });
    expect([full.exit, full.out.includes('Not checked')], full.out).toEqual([0, false]);
  });
});
