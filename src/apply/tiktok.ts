import {
  type AccountBudget,
  type Change,
  type ChangeKind,
  type DesiredLayer,
  type PartnerRole,
  plainText,
  type Problem,
  type Result,
  type SparkWish,
  type Value,
} from '../model/index.ts';
import { type Carried, type Hands, inPart, lookUntil } from './hands.ts';

/**
 * The hands at TikTok. Each looks first, because nothing tells a repeated write from a first one: what is there already
 * is not written again, and what moved since the plan is left alone. After the write it looks until it sees it: an
 * answer proves nothing here, and a lost one may have been carried out.
 */
export function carryOutAtTikTok(
  change: Change,
  desired: DesiredLayer,
  hands: Hands,
  signal: AbortSignal,
): Promise<Result<Carried>> | undefined {
  const hand = HANDS[change.kind];
  const isWord = change.kind === 'cap-enforcement' && !change.fields.some(({ path }) => path === 'accountBudget');
  return isWord ? undefined : hand?.(change, desired, hands, signal);
}

const ROLES: readonly string[] = ['ANALYST', 'OPERATOR', 'ADMIN'] satisfies readonly PartnerRole[];

async function share(
  change: Change,
  desired: DesiredLayer,
  { tiktok, sleep }: Hands,
  signal: AbortSignal,
): Promise<Result<Carried>> {
  const wish = member(change.fields[0]?.after);
  const partner = plainText(wish.partner);
  // The plan writes no other.
  const role = plainText(wish.role) as PartnerRole;
  const business = plainText(desired.fields.tiktokBusinessId);
  const account = plainText(desired.fields.adAccountId);
  const look = async (): Promise<Result<{ readonly partners: boolean; readonly role: string | undefined }>> => {
    const seen = await tiktok.partnership(business, partner, signal);
    if (!seen.ok) return seen;
    if (seen.value.state === 'unreadable') return failed(unreadable(change, 'the partnership', seen.value.reason));
    return { ok: true, value: { partners: seen.value.partners, role: seen.value.roles.get(account) } };
  };
  const enough = (seen: string | undefined): boolean => ROLES.indexOf(seen ?? '') >= ROLES.indexOf(role);
  const before = await look();
  if (!before.ok) return before;
  if (enough(before.value.role)) return DONE;
  const planned = change.fields[0]?.before;
  const then = planned?.provenance === 'api' ? member(planned.value).role : undefined;
  if (then !== before.value.role) return failed(moved(change, `ad account ${account} is shared as`, before.value.role));
  const sent = await tiktok.shareAccount({ business, partner, advertiserId: account, role }, signal);
  if (!sent.ok) return afterFailure(sent, await look(), (seen) => enough(seen.role));
  const after = await lookUntil(look, (seen) => !seen.ok || enough(seen.value.role), { sleep });
  if (!after.ok || enough(after.value.role)) return after.ok ? DONE : after;
  const waitingOn = after.value.partners
    ? 'TikTok, to show what is shared (5 to 15 minutes)'
    : 'the partner, to accept (TikTok notifies within 5 to 15 minutes)';
  return { ok: true, value: { waitingOn } };
}

async function link(
  change: Change,
  desired: DesiredLayer,
  { tiktok, sleep }: Hands,
  signal: AbortSignal,
): Promise<Result<Carried>> {
  const pixel = plainText(change.fields[0]?.after);
  const business = plainText(desired.fields.tiktokBusinessId);
  const advertiserId = plainText(desired.fields.adAccountId);
  const look = () => tiktok.pixel(advertiserId, pixel, signal);
  const usable = (seen: { readonly state: string }): boolean => seen.state === 'usable';
  const before = await look();
  if (!before.ok) return before;
  if (usable(before.value)) return DONE;
  const sent = await tiktok.linkPixel({ business, pixel, advertiserId }, signal);
  if (!sent.ok) return afterFailure(sent, await look(), usable);
  const after = await lookUntil(look, (seen) => !seen.ok || usable(seen.value), { sleep });
  if (!after.ok) return after;
  return usable(after.value) ? DONE : failed(withoutEffect(change, `the link of pixel ${pixel}`));
}

async function hold(
  change: Change,
  desired: DesiredLayer,
  { tiktok, sleep }: Hands,
  signal: AbortSignal,
): Promise<Result<Carried>> {
  const field = change.fields.find(({ path }) => path === 'accountBudget');
  const wish = budgetOf(field?.after);
  const business = plainText(desired.fields.tiktokBusinessId);
  const account = plainText(desired.fields.adAccountId);
  const look = async (): Promise<Result<AccountBudget>> => {
    const seen = await tiktok.budgets(business, [account], signal);
    if (!seen.ok) return seen;
    const budget = seen.value.get(account);
    return budget === undefined
      ? failed(unreadable(change, 'the budget of the ad account', 'it is not listed'))
      : { ok: true, value: budget };
  };
  const before = await look();
  if (!before.ok) return before;
  if (sameBudget(before.value, wish)) return DONE;
  const planned = field?.before.provenance === 'api' ? budgetOf(field.before.value) : undefined;
  if (planned === undefined || !sameBudget(before.value, planned)) {
    const { mode, amount } = before.value;
    return failed(
      moved(change, `the budget of ad account ${account} is`, amount === undefined ? mode : `${mode} ${amount}`),
    );
  }
  const sent = await tiktok.setBudget(business, account, wish, signal);
  if (!sent.ok) return afterFailure(sent, await look(), (seen) => sameBudget(seen, wish));
  const after = await lookUntil(look, (seen) => !seen.ok || sameBudget(seen.value, wish), { sleep });
  if (!after.ok) return after;
  return sameBudget(after.value, wish) ? DONE : failed(withoutEffect(change, 'the budget of the ad account'));
}

async function authorise(
  change: Change,
  desired: DesiredLayer,
  { tiktok, codeOf, sleep }: Hands,
  signal: AbortSignal,
): Promise<Result<Carried>> {
  const account = plainText(desired.fields.adAccountId);
  const field = change.fields[0];
  const there = field?.before.provenance === 'api' && Array.isArray(field.before.value) ? field.before.value : [];
  const wishes = desired.spark.filter(({ post }) => !there.includes(post));
  const look = async () => {
    const codes = await tiktok.sparkCodes(account, signal);
    if (!codes.ok) return codes;
    if (codes.value === undefined)
      return failed(unreadable(change, 'the Spark codes of the ad account', 'not granted'));
    return { ok: true as const, value: new Map(codes.value.map((code) => [code.code, code])) };
  };
  const before = await look();
  if (!before.ok) return before;
  const open = wishes.filter(({ variable }) => !before.value.has(codeOf(variable) ?? ''));
  for (const [index, { variable }] of open.entries()) {
    const sent = await tiktok.authoriseSpark(account, codeOf(variable) ?? '', signal);
    if (sent.ok) continue;
    const seen = await look();
    // Its answer was lost, or it had been entered a moment ago: either way it is there.
    if (seen.ok && seen.value.has(codeOf(variable) ?? '')) continue;
    const entered = open.slice(0, index).map(({ post }) => post);
    return {
      ok: false,
      problems: [...sent.problems, ...inPart(change, 'the codes of these posts were entered', entered)],
    };
  }
  const hasAll = (seen: Awaited<ReturnType<typeof look>>): boolean =>
    !seen.ok || wishes.every(({ variable }) => seen.value.has(codeOf(variable) ?? ''));
  const after = open.length === 0 ? before : await lookUntil(look, hasAll, { sleep });
  if (!after.ok) return after;
  // One that had ended before is a person's. It keeps no other from being entered.
  const ended =
    open.length === 0 ? [] : wishes.filter((wish) => hasEnded(before.value.get(codeOf(wish.variable) ?? '')));
  const problems = wishes.flatMap((wish) =>
    ended.includes(wish) ? [] : wrongPost(change, wish, after.value.get(codeOf(wish.variable) ?? '')),
  );
  if (problems.length > 0) return { ok: false, problems };
  return ended.length === 0 ? DONE : { ok: true, value: { waitingOn: 'the creators, for new codes' } };
}

function hasEnded(seen: { readonly status: string } | undefined): boolean {
  return seen !== undefined && seen.status !== 'AUTHORIZED';
}

function wrongPost(
  change: Change,
  { post, item, variable }: SparkWish,
  seen: { readonly item: string; readonly status: string } | undefined,
): readonly Problem[] {
  if (seen === undefined) return [withoutEffect(change, `the Spark code in ${variable}`)];
  if (seen.status !== 'AUTHORIZED') {
    const message = `TikTok says ${seen.status} of the Spark code in ${variable}, which is for the post ${post}.`;
    return [{ code: 'apply/without-effect', layer: change.layer, message, remedy: 'Ask the creator for a new code.' }];
  }
  if (item === undefined || item === seen.item) return [];
  return [
    {
      code: 'apply/other-post',
      layer: change.layer,
      message: `The Spark code in ${variable} authorises the TikTok post ${seen.item}, and the document says ${item}.`,
      remedy: `Set ${variable} to the code of the right post, or correct the item; take the other authorisation away in TikTok Ads Manager.`,
    },
  ];
}

const DONE: Result<Carried> = { ok: true, value: {} };

function failed(problem: Problem): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [problem] };
}

/** A write that was refused or got no answer: it counts as done where it can be seen. */
function afterFailure<T>(
  sent: Extract<Result<void>, { ok: false }>,
  seen: Result<T>,
  isThere: (value: T) => boolean,
): Result<Carried> {
  return seen.ok && isThere(seen.value) ? DONE : sent;
}

function moved(change: Change, what: string, now: string | undefined): Problem {
  return {
    code: 'apply/stale',
    layer: change.layer,
    message: `Since it was read, something moved: ${what} ${now ?? 'nothing'} now.`,
    remedy: 'Run reconcile plan again, and look at it.',
  };
}

function unreadable(change: Change, what: string, reason: string): Problem {
  return {
    code: 'api/forbidden',
    layer: change.layer,
    message: `TikTok does not show ${what} any more: ${reason}.`,
    remedy: 'Use a token of an administrator of the Business Center.',
  };
}

function withoutEffect(change: Change, what: string): Problem {
  return {
    code: 'apply/without-effect',
    layer: change.layer,
    message: `TikTok accepted ${what}, and does not show it.`,
    remedy: 'Run reconcile plan again in some minutes; if it is still missing, set it in TikTok and tell us.',
  };
}

function member(value: Value | undefined): Readonly<Record<string, Value>> {
  // A map of JSON: the check leaves nothing else.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Value>) : {};
}

function budgetOf(value: Value | undefined): AccountBudget {
  const { mode, amount } = member(value);
  return { mode: plainText(mode), ...(typeof amount === 'string' && { amount }) };
}

/** As numbers: 30000 and 30000.00 are one amount. */
function sameBudget(one: AccountBudget, other: AccountBudget): boolean {
  if (one.mode !== other.mode) return false;
  return one.mode === 'UNLIMITED' || Number(one.amount) === Number(other.amount);
}

const HANDS: Readonly<Partial<Record<ChangeKind, typeof share>>> = {
  partnership: share,
  'pixel-link': link,
  'cap-enforcement': hold,
  'spark-authorise': authorise,
};
