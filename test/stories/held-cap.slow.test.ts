import { describe, expect, test } from 'vitest';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import {
  acme,
  type Client,
  documentOf,
  endpoint,
  fileOf,
  type Json,
  settings,
  TOKEN,
  worldOf,
} from '../support/worlds.ts';

/** `capEnforcement: tiktok`: TikTok enforces the cap. */
const one = acme();
const file = fileOf(one);
const OTHER_BC = '7012345678901234599';
const business = {
  token: { user: 'ana' },
  businessCenters: [{ id: one.business, name: 'Acme', members: ['ana'] }],
};
const inSettings = settings({ transport: endpoint() });

function onHeld(
  given: Json,
  play: (harness: StoryHarness) => Promise<void>,
  layer: Client = one,
  atTikTok: Json & { readonly token?: Json } = business,
): Promise<void> {
  const files = { [file]: documentOf(layer, { capEnforcement: 'tiktok', ...given }), 'reconcile.yaml': inSettings };
  return withHarness({ files, world: worldOf([layer], { tiktok: atTikTok }) }, play);
}

/** A person sets the budget of the account in the Business Center. */
async function sets(harness: StoryHarness, mode: string, budget?: number): Promise<void> {
  const budgets = [{ advertiser_id: one.account, budget_mode: mode, ...(budget !== undefined && { budget }) }];
  const body = { bc_id: one.business, advertiser_budgets: budgets };
  const answer = await harness.call('POST', '/open_api/v1.3/advertiser/update/', body, { 'Access-Token': TOKEN });
  expect(await answer.json()).toMatchObject({ data: { list: [{ status: 'SUCCESS' }] } });
}
const budget = (harness: StoryHarness) => {
  const { budgetMode, budget: amount } = harness.world().tiktok.advertisers[0] ?? {};
  return [budgetMode, Number(amount ?? 0)];
};

describe('policies', () => {
  test('a protected layer may be lowered at TikTok too', async () => {
    await onHeld({ protected: true }, async (harness) => {
      const held = await harness.run('apply --auto-approve');
      expect(held.exit, held.out).toBe(0);
      await harness.edit(file, '28000', '12000');
      const lowered = await harness.run('apply --auto-approve');
      expect(lowered.exit, lowered.out).toBe(0);
      expect(budget(harness)).toEqual(['MONTHLY_BUDGET', 12000]);
      await harness.edit(file, 'capEnforcement: tiktok', 'capEnforcement: none');
      const freed = await harness.run('apply --auto-approve');
      expect(freed.exit).toBe(4);
      expect(freed.out).toContain('protected');
    });
  });

  test('a lower cap that would raise a budget lowered at TikTok is a steep increase', async () => {
    await onHeld({}, async (harness) => {
      await harness.run('apply --auto-approve');
      await sets(harness, 'MONTHLY_BUDGET', 5000);
      await harness.edit(file, '28000', '20000');
      const planned = await harness.run('plan');
      expect(planned.exit).toBe(4);
      expect(planned.out).toContain('would rise from 5,000.00 USD to 20,000.00 USD');
      await harness.edit(file, '20000', '6000');
      expect((await harness.run('plan')).exit).toBe(0);
    });
  });

  test('a cap that TikTok cannot enforce this month is refused before anything is sent', async () => {
    await onHeld(
      {},
      async (harness) => {
        const planned = await harness.run('apply --auto-approve');
        expect(planned.exit).toBe(4);
        expect(planned.out).toContain('cap-below-spend');
      },
      acme({ spendPerDay: '2750.00' }),
    );
  });
});

describe('a budget of a different kind is foreign', () => {
  test('it stays when TikTok no longer enforces the cap, and later', async () => {
    await onHeld({}, async (harness) => {
      await harness.run('apply --auto-approve');
      await sets(harness, 'DAILY_BUDGET', 990);
      await harness.edit(file, 'capEnforcement: tiktok', 'capEnforcement: none');
      await harness.edit(file, '28000', '29000');
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit, applied.out).toBe(0);
      expect(budget(harness)).toEqual(['DAILY_BUDGET', 990]);
      await sets(harness, 'MONTHLY_BUDGET', 7000);
      expect((await harness.run('plan --detailed-exitcode')).exit, 'the ledger knows that it is not ours').toBe(0);
    });
  });

  test('undo does not treat it as absent', async () => {
    const daily = acme({ atTikTok: { budgetMode: 'DAILY_BUDGET', budget: '50.00' } });
    await onHeld(
      {},
      async (harness) => {
        expect((await harness.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
        const back = await harness.read(`back/${file}`);
        expect(back).toContain('accountBudget was DAILY_BUDGET 50.00.');
        expect(back).not.toContain('capEnforcement');
        await harness.run('apply back --auto-approve');
        expect(budget(harness), 'a wide limit is better than none').toEqual(['MONTHLY_BUDGET', 28000]);
      },
      daily,
    );
  });

  test('the undo of an increase restores the budget', async () => {
    await onHeld({}, async (harness) => {
      await harness.run('apply --auto-approve');
      await harness.edit(file, '28000', '30000');
      expect((await harness.run('apply --auto-approve --undo-dir back')).exit).toBe(0);
      expect(await harness.read(`back/${file}`)).toContain('capEnforcement: tiktok');
      expect((await harness.run('apply back --auto-approve')).exit).toBe(0);
      expect(budget(harness)).toEqual(['MONTHLY_BUDGET', 28000]);
    });
  });
});

test('if only a person can set the budget, it still follows the cap', async () => {
  await onHeld(
    {},
    async (harness) => {
      expect((await harness.run('apply --auto-approve')).exit).toBe(3);
      expect((await harness.run('confirm acme-ios')).exit).toBe(0);
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
      await harness.edit(file, '28000', '12000');
      const lowered = await harness.run('apply --auto-approve');
      expect(lowered.exit, lowered.out).toBe(3);
      expect(lowered.out).toContain('Set the monthly budget of ad account 7098765432109876501 to 12,000.00 USD.');
      expect((await harness.run('plan --detailed-exitcode')).exit, 'the step is not confirmed').toBe(2);
      expect((await harness.run('confirm acme-ios')).exit).toBe(0);
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
    },
    one,
    {},
  );
});

test('if the Business Center does not own the account, the budget is a manual step', async () => {
  const shared = {
    token: { user: 'ana' },
    businessCenters: [
      { id: one.business, name: 'Acme', members: ['ana'] },
      { id: OTHER_BC, name: 'Owner', members: ['ana'] },
    ],
    partnerships: [{ from: OTHER_BC, to: one.business, state: 'active' }],
    shares: [{ from: OTHER_BC, to: one.business, advertiser: one.account, role: 'ADMIN' }],
  };
  await onHeld(
    {},
    async (harness) => {
      const applied = await harness.run('apply --auto-approve');
      expect(applied.exit, applied.out + applied.err).toBe(3);
      expect(applied.out).toContain('cap-enforcement (manual)');
      expect(harness.writes().filter(({ path }) => path.startsWith('/open_api'))).toEqual([]);
    },
    acme({ atTikTok: { ownerBusiness: OTHER_BC } }),
    shared,
  );
});
