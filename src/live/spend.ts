import {
  dayIn,
  groupBy,
  isoDate,
  type LiveLayer,
  moneyRoundedUp,
  ok,
  type Result,
  type SpendingAccount,
  type TikTokReader,
} from '../model/index.ts';

/** Without `spend`, it is unknown. */
export type LiveSpend = Pick<LiveLayer, 'spend' | 'spendReport'>;

/** By ad account, since the first of the month in its own time zone. Accounts whose month began on the same date are read together. */
export async function readSpend(
  accounts: readonly SpendingAccount[],
  reader: TikTokReader,
  today: Date,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Result<LiveSpend>>> {
  const spends = new Map<string, Result<LiveSpend>>();
  for (const [to, sameDay] of groupBy(accounts, ({ timezone }) => isoDate(dayIn(timezone, today)))) {
    const currencies = new Map(sameDay.map(({ id, currency }) => [id, currency]));
    for (const [id, read] of await reader.spend(sameDay, firstOfMonth(to), to, signal)) {
      if (!read.ok) {
        spends.set(id, read);
        continue;
      }
      const { amount, business } = read.value;
      const spend = moneyRoundedUp(amount, currencies.get(id) ?? '');
      spends.set(
        id,
        ok(spend === undefined ? {} : { spend, ...(business !== undefined && { spendReport: business }) }),
      );
    }
  }
  return spends;
}

function firstOfMonth(date: string): string {
  return `${date.slice(0, 8)}01`;
}
