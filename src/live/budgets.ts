import { type AccountBudget, groupBy, majorText, moneyFromMajor, ok, type TikTokReader } from '../model/index.ts';
import { eachLayer, hasOtherOwner, type SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass-layer.ts';

/**
 * Accounts' own budgets if a document wants TikTok to enforce the cap, or the ledger recorded that it did. One request
 * per Business Center that owns an account: for others, TikTok always returns `UNLIMITED` and rejects changes. Budgets
 * set for other reasons are not read.
 */
export async function readBudgets(layers: readonly FirstPass[], signal: AbortSignal): Promise<SecondPassRead> {
  const owned = layers.filter((layer) => ownerToRead(layer) !== undefined);
  const readers = groupBy(owned, ({ ports }) => ports.tiktok);
  const answers = new Map([...readers].map(([reader, group]) => [reader, budgetsByOwner(reader, group, signal)]));
  return eachLayer('tiktok', layers, (layer) => {
    const { adAccountId: account = '' } = layer.desired.fields;
    const answer = answers.get(layer.ports.tiktok)?.get(ownerToRead(layer));
    return answer?.then((budgets) => {
      if (!budgets.ok) return budgets;
      const found = budgets.value.get(account);
      if (found === undefined) return ok({ fields: {} });
      if (!found.ok) return found;
      const budget = found.value;
      const enforcement = budget.mode === 'MONTHLY_BUDGET' ? 'tiktok' : 'none';
      return ok({
        fields: {
          accountBudget: { provenance: 'api', value: budgetValue(budget, layer) },
          capEnforcement: { provenance: 'api', value: enforcement },
        },
      });
    });
  });
}

function budgetsByOwner(reader: TikTokReader, layers: readonly FirstPass[], signal: AbortSignal) {
  return new Map(
    [...groupBy(layers, ownerToRead)].map(([owner, group]) => {
      const accounts = group.flatMap(({ desired }) => desired.fields.adAccountId ?? []);
      return [owner, reader.budgets(owner ?? '', accounts, signal)];
    }),
  );
}

function ownerToRead(layer: FirstPass): string | undefined {
  const { tiktokBusinessId: business, adAccountId: account } = layer.desired.fields;
  return isEnforced(layer) && business && account && !hasOtherOwner(layer, business) ? business : undefined;
}

function isEnforced({ desired, ledger }: FirstPass): boolean {
  const before = ledger.state === 'kept' ? ledger.entry.config.capEnforcement : undefined;
  return (
    desired.fields.capEnforcement === 'tiktok' || (desired.fields.capEnforcement === 'none' && before === 'tiktok')
  );
}

/** With the currency's decimals, so 30000 equals 30000.00. */
function budgetValue({ mode, amount }: AccountBudget, { side }: FirstPass): AccountBudget {
  if (amount === undefined) return { mode };
  const currency = side.account.state === 'seen' ? side.account.facts.currency : undefined;
  const money = currency === undefined ? undefined : moneyFromMajor(amount, currency);
  return { mode, amount: money === undefined ? amount : majorText(money) };
}
