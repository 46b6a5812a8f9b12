import {
  type AccountBudget,
  type Change,
  changeAt,
  fail,
  type LiveLayer,
  moneyFromMajor,
  moneyWords,
  type Problem,
  type Result,
} from '../../model/index.ts';
import { ensure } from '../ensure.ts';
import type { ChangeTask, WriteOutcome } from './executor.ts';
import { noEffect, notReadable } from './problems.ts';

/** Sets the monthly budget of the ad account, unless it changed since the plan. */
export async function capEnforcement(
  { change, desired, live, writers: { tiktok, sleep } }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const field = changeAt(change.fields, 'accountBudget');
  // The plan has no such change by API: `capEnforcement` alone changes nothing at TikTok.
  if (field === undefined) return fail(noEffect(change, 'the budget of the ad account'));
  const { before, after: budget } = field;
  const planned = before.provenance === 'api' ? before.value : undefined;
  const { tiktokBusinessId: business = '', adAccountId: account = '' } = desired.fields;
  return ensure(
    {
      read: async () => {
        const budgets = await tiktok.budgets(business, [account], signal);
        if (!budgets.ok) return budgets;
        return (
          budgets.value.get(account) ?? fail(notReadable(change, 'the budget of the ad account', 'it is not listed'))
        );
      },
      isDone: (now) => isSame(now, budget),
      changedSincePlan: (now) =>
        planned !== undefined && isSame(now, planned) ? undefined : changed(change, account, budgetText(now, live)),
      write: () => tiktok.setBudget(business, account, budget, signal),
      notVisible: () => fail(noEffect(change, 'the budget of the ad account')),
    },
    sleep,
  );
}

/** Compared as numbers: 30000 and 30000.00 are equal. */
function isSame(one: AccountBudget, other: AccountBudget): boolean {
  if (one.mode !== other.mode) return false;
  return one.mode === 'UNLIMITED' || Number(one.amount) === Number(other.amount);
}

function changed({ layer }: Change, account: string, now: string): Problem {
  return {
    code: 'apply/stale',
    layer,
    message: `The budget of ad account ${account} changed since the plan was made: it is ${now} now.`,
    remedy: 'Run reconcile plan again and review the new plan.',
  };
}

function budgetText({ mode, amount }: AccountBudget, { account }: LiveLayer): string {
  if (amount === undefined) return mode;
  const money = account.state === 'seen' ? moneyFromMajor(amount, account.facts.currency) : undefined;
  return `${mode} ${money === undefined ? amount : moneyWords(money)}`;
}
