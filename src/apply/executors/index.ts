import {
  type AccountBudget,
  type Change,
  type ChangeKind,
  type DesiredLayer,
  fail,
  isUnclear,
  ok,
  type PartnerRole,
  plainText,
  type Result,
  type Value,
} from '../../model/index.ts';
import { authoriseSpark } from './spark-authorise.ts';
import { ensure } from '../ensure.ts';
import { failed, moved, unreadable, withoutEffect, type WriteOutcome, type Writers } from './executor.ts';

/** The executors at TikTok (see `ensure`): they do not write what is already live, or what changed since the plan. */
export function carryOutAtTikTok(
  change: Change,
  desired: DesiredLayer,
  hands: Writers,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> | undefined {
  const hand = EXECUTORS[change.kind];
  const isWord = change.kind === 'cap-enforcement' && !change.fields.some(({ path }) => path === 'accountBudget');
  return isWord ? undefined : hand?.(change, desired, hands, signal);
}

async function partnership(
  change: Change,
  desired: DesiredLayer,
  { tiktok, sleep }: Writers,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const wish = member(change.fields[0]?.after);
  const partner = plainText(wish.partner);
  // The plan has no other role.
  const role = plainText(wish.role) as PartnerRole;
  const business = plainText(desired.fields.tiktokBusinessId);
  const account = plainText(desired.fields.adAccountId);
  const look = async (): Promise<Result<{ readonly partners: boolean; readonly shared: boolean }>> => {
    const seen = await tiktok.partnership(business, partner, signal);
    if (!seen.ok) return seen;
    if (seen.value.state === 'unreadable') return failed(unreadable(change, 'the partnership', seen.value.reason));
    return ok({ partners: seen.value.partners, shared: seen.value.accounts.has(account) });
  };
  const result = await ensure(
    {
      look,
      isDone: ({ shared }) => shared,
      moved: () => undefined,
      write: () => tiktok.shareAccount({ business, partner, advertiserId: account, role }, signal),
      notVisible: ({ partners }) =>
        ok({
          waitingOn: partners
            ? 'TikTok, to show what is shared (5 to 15 minutes)'
            : 'the partner, to accept (TikTok notifies within 5 to 15 minutes)',
        }),
      absenceIsCertain: false,
    },
    { sleep },
  );
  if (result.ok || !isUnclear(result.problems)) return result;
  const remedy = 'Wait 15 minutes, until TikTok shows what was shared, then run reconcile apply again: it looks first.';
  return fail(...result.problems.map((problem) => ({ ...problem, remedy })));
}

async function pixelLink(
  change: Change,
  desired: DesiredLayer,
  { tiktok, sleep }: Writers,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const pixel = plainText(change.fields[0]?.after);
  const business = plainText(desired.fields.tiktokBusinessId);
  const advertiserId = plainText(desired.fields.adAccountId);
  return ensure(
    {
      look: () => tiktok.pixel(advertiserId, pixel, signal),
      isDone: ({ state }) => state === 'usable',
      moved: () => undefined,
      write: () => tiktok.linkPixel({ business, pixel, advertiserId }, signal),
      notVisible: () => failed(withoutEffect(change, `the link of pixel ${pixel}`)),
      absenceIsCertain: true,
    },
    { sleep },
  );
}

async function capEnforcement(
  change: Change,
  desired: DesiredLayer,
  { tiktok, sleep }: Writers,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const field = change.fields.find(({ path }) => path === 'accountBudget');
  const wish = budgetOf(field?.after);
  const business = plainText(desired.fields.tiktokBusinessId);
  const account = plainText(desired.fields.adAccountId);
  const look = async (): Promise<Result<AccountBudget>> => {
    const seen = await tiktok.budgets(business, [account], signal);
    if (!seen.ok) return seen;
    return seen.value.get(account) ?? failed(unreadable(change, 'the budget of the ad account', 'it is not listed'));
  };
  const planned = field?.before.provenance === 'api' ? budgetOf(field.before.value) : undefined;
  return ensure(
    {
      look,
      isDone: (seen) => sameBudget(seen, wish),
      moved: (seen) =>
        planned !== undefined && sameBudget(seen, planned)
          ? undefined
          : moved(change, `the budget of ad account ${account} is`, budgetText(seen)),
      write: () => tiktok.setBudget(business, account, wish, signal),
      notVisible: () => failed(withoutEffect(change, 'the budget of the ad account')),
      absenceIsCertain: true,
    },
    { sleep },
  );
}

function member(value: Value | undefined): Readonly<Record<string, Value>> {
  // A JSON map: the check excludes all else.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Value>) : {};
}

function budgetOf(value: Value | undefined): AccountBudget {
  const { mode, amount } = member(value);
  return { mode: plainText(mode), ...(typeof amount === 'string' && { amount }) };
}

function budgetText({ mode, amount }: AccountBudget): string {
  return amount === undefined ? mode : `${mode} ${amount}`;
}

/** Compared as numbers: 30000 and 30000.00 are equal. */
function sameBudget(one: AccountBudget, other: AccountBudget): boolean {
  if (one.mode !== other.mode) return false;
  return one.mode === 'UNLIMITED' || Number(one.amount) === Number(other.amount);
}

const EXECUTORS: Readonly<Partial<Record<ChangeKind, typeof partnership>>> = {
  partnership,
  'pixel-link': pixelLink,
  'cap-enforcement': capEnforcement,
  'spark-authorise': authoriseSpark,
};
