import {
  type Change,
  type DesiredLayer,
  type DesiredSparkPost,
  fail,
  ok,
  plainText,
  type Problem,
  type Result,
  type SparkCode,
  type SparkCodes,
  sparkKey,
} from '../../model/index.ts';
import { DONE, sendOrFind } from '../ensure.ts';
import {
  failed,
  partlyApplied,
  readUntil,
  unreadable,
  withoutEffect,
  type WriteOutcome,
  type Writers,
} from './executor.ts';

/** Enters the creators' codes that the ad account does not have yet, one by one. Stops at the first failure. */
export async function authoriseSpark(
  change: Change,
  desired: DesiredLayer,
  { tiktok, codeOf, sleep }: Writers,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const account = plainText(desired.fields.adAccountId);
  const field = change.fields[0];
  const there = field?.before.provenance === 'api' && Array.isArray(field.before.value) ? field.before.value : [];
  const wishes = desired.spark.filter(({ post }) => !there.includes(post));
  const look = async () => {
    const codes = await tiktok.sparkCodes(account, signal);
    if (!codes.ok) return codes;
    if (codes.value === undefined)
      return failed(unreadable(change, 'the Spark codes of the ad account', 'not granted'));
    return codesOf(wishes, codes.value, codeOf);
  };
  const before = await look();
  if (!before.ok) return before;
  const open = wishes.filter(({ variable }) => !before.value.has(variable));
  for (const [index, { variable }] of open.entries()) {
    const code = codeOf(variable) ?? '';
    const sent = await sendOrFind(
      {
        look,
        isDone: (seen) => seen.has(variable),
        moved: () => undefined,
        write: () => tiktok.authoriseSpark(account, code, signal),
        absenceIsCertain: true,
      },
      { sleep },
    );
    if (sent.ok) continue;
    const entered = open.slice(0, index).map(({ post }) => post);
    return fail(...sent.problems, ...partlyApplied(change, 'the codes of these posts were entered', entered));
  }
  const hasAll = (seen: Awaited<ReturnType<typeof look>>): boolean =>
    !seen.ok || wishes.every(({ variable }) => seen.value.has(variable));
  const after = open.length === 0 ? before : await readUntil(look, hasAll, { sleep });
  if (!after.ok) return after;
  // A code that had ended before needs a new code from its creator; the other codes are still entered.
  const ended = open.length === 0 ? [] : wishes.filter((wish) => hasEnded(before.value.get(wish.variable)));
  const problems = wishes.flatMap((wish) =>
    ended.includes(wish) ? [] : wrongPost(change, wish, after.value.get(wish.variable)),
  );
  if (problems.length > 0) return fail(...problems);
  return ended.length === 0 ? DONE : ok({ waitingOn: 'the creators, for new codes' });
}

/** TikTok's records by variable. An unreadable row fails the change that needs it. */
function codesOf(
  wishes: readonly DesiredSparkPost[],
  codes: SparkCodes,
  codeOf: Writers['codeOf'],
): Result<ReadonlyMap<string, SparkCode>> {
  const found = new Map<string, SparkCode>();
  for (const { variable } of wishes) {
    const code = codes.get(sparkKey(codeOf(variable) ?? ''));
    if (code?.ok === false) return code;
    if (code !== undefined) found.set(variable, code.value);
  }
  return ok(found);
}

function hasEnded(seen: { readonly status: string } | undefined): boolean {
  return seen !== undefined && seen.status !== 'AUTHORIZED';
}

function wrongPost(
  change: Change,
  { post, item, variable }: DesiredSparkPost,
  seen: { readonly item: string; readonly status: string } | undefined,
): readonly Problem[] {
  if (seen === undefined) return [withoutEffect(change, `the Spark code in ${variable}`)];
  if (seen.status !== 'AUTHORIZED') {
    const message = `TikTok says ${seen.status} of the Spark code in ${variable}, which is for the post ${post}.`;
    return [{ code: 'apply/no-effect', layer: change.layer, message, remedy: 'Ask the creator for a new code.' }];
  }
  if (item === undefined || item === seen.item) return [];
  return [
    {
      code: 'apply/wrong-post',
      layer: change.layer,
      message: `The Spark code in ${variable} authorises the TikTok post ${seen.item}, and the document says ${item}.`,
      remedy: `Set ${variable} to the code of the right post, or correct the item; take the other authorisation away in TikTok Ads Manager.`,
    },
  ];
}
