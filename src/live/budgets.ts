import { type AccountBudget, majorText, moneyFromMajor, ok, type Result, type TikTokReader } from '../model/index.ts';
import { eachLayer, hasOtherOwner, type SecondPassRead } from './each-layer.ts';
import type { FirstPass } from './first-pass.ts';

/**
 * The accounts' own budgets, if a document wants TikTok to enforce the cap, or the ledger recorded that it did: one
 * request per Business Center. Budgets set for other reasons are not read. Only the Business Center that owns the
 * account is asked: for any other, TikTok always returns `UNLIMITED` and rejects changes.
 */
export async function readBudgets(layers: readonly FirstPass[], signal: AbortSignal): Promise<SecondPassRead> {
  const asked = new Map<TikTokReader, Map<string, string[]>>();
  for (const layer of layers.filter(isEnforced)) {
    const { tiktokBusinessId: business, adAccountId: account } = layer.desired.fields;
    if (!business || !account || hasOtherOwner(layer, business)) continue;
    const mine = asked.get(layer.ports.tiktok) ?? new Map<string, string[]>();
    asked.set(layer.ports.tiktok, mine.set(business, [...(mine.get(business) ?? []), account]));
  }
  const answers = new Map<TikTokReader, Map<string, Promise<Result<ReadonlyMap<string, Result<AccountBudget>>>>>>();
  for (const [reader, businesses] of asked) {
    answers.set(reader, new Map([...businesses].map(([id, ids]) => [id, reader.budgets(id, ids, signal)])));
  }
  return eachLayer('tiktok', layers, (layer) => {
    const { tiktokBusinessId: business = '', adAccountId: account = '' } = layer.desired.fields;
    const own = isEnforced(layer) && !hasOtherOwner(layer, business);
    const answer = own ? answers.get(layer.ports.tiktok)?.get(business) : undefined;
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

function isEnforced({ desired, ledger }: FirstPass): boolean {
  const before = ledger.state === 'kept' ? ledger.entry.config.capEnforcement : undefined;
  return (
    desired.fields.capEnforcement === 'tiktok' || (desired.fields.capEnforcement === 'none' && before === 'tiktok')
  );
}

/** With the decimals of the account's currency, so that 30000 and 30000.00 are equal. */
function budgetValue({ mode, amount }: AccountBudget, { side }: FirstPass): AccountBudget {
  if (amount === undefined) return { mode };
  const currency = side.account.state === 'seen' ? side.account.facts.currency : undefined;
  const money = currency === undefined ? undefined : moneyFromMajor(amount, currency);
  return { mode, amount: money === undefined ? amount : majorText(money) };
}
