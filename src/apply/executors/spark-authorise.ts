import {
  type Change,
  type DesiredSparkPost,
  fail,
  ok,
  type Problem,
  type Result,
  type SparkCode,
  type SparkCodes,
  sparkKey,
} from '../../model/index.ts';
import { resolveFailedWrite, writeAndReadBack } from '../ensure.ts';
import type { ChangeTask, WriteOutcome, Writers } from './executor.ts';
import { noEffect, notReadable, partlyApplied } from './problems.ts';

/** Enters the creators' codes that the ad account does not have yet, up to the first failure. */
export async function sparkAuthorise(
  { change, desired, writers: { tiktok, codeOf, sleep } }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  const { adAccountId: account = '' } = desired.fields;
  const field = change.fields[0];
  const authorised = field?.before.provenance === 'api' && Array.isArray(field.before.value) ? field.before.value : [];
  const posts = desired.spark.filter(({ post }) => !authorised.includes(post));
  const missingIn = (codes: CodeByVariable) => posts.filter(({ variable }) => !codes.has(variable));
  const states = await writeAndReadBack(
    {
      read,
      isDone: (codes) => missingIn(codes).length === 0,
      write: (before) => enterEach(missingIn(before)),
    },
    sleep,
  );
  if (!states.ok) return states;
  const { before, after } = states.value;
  // A code that had ended before needs a new code from its creator; the other codes are still entered.
  const ended = before === after ? [] : posts.filter(({ variable }) => hasEnded(before.get(variable)));
  const problems = posts
    .filter((post) => !ended.includes(post))
    .flatMap((post) => codeProblems(change, post, after.get(post.variable)));
  if (problems.length > 0) return fail(...problems);
  return ok(ended.length === 0 ? {} : { waitingOn: 'the creators, for new codes' });

  async function read(): Promise<Result<CodeByVariable>> {
    const codes = await tiktok.sparkCodes(account, signal);
    if (!codes.ok) return codes;
    if (codes.value === undefined)
      return fail(notReadable(change, 'the Spark codes of the ad account', 'the permission is missing'));
    return codesOf(posts, codes.value, codeOf);
  }

  async function enterEach(missing: readonly DesiredSparkPost[]): Promise<Result<undefined>> {
    for (const [index, { variable }] of missing.entries()) {
      const sent = await resolveFailedWrite(
        {
          read,
          isDone: (codes) => codes.has(variable),
          write: () => tiktok.authoriseSpark(account, codeOf(variable) ?? '', signal),
        },
        sleep,
      );
      if (sent.ok) continue;
      const entered = missing.slice(0, index).map(({ post }) => post);
      return fail(...sent.problems, ...partlyApplied(change, 'Spark codes entered for the posts', entered));
    }
    return ok(undefined);
  }
}

type CodeByVariable = ReadonlyMap<string, SparkCode>;

/** By variable. An unreadable row fails the change that needs it. */
function codesOf(
  posts: readonly DesiredSparkPost[],
  codes: SparkCodes,
  codeOf: Writers['codeOf'],
): Result<CodeByVariable> {
  const found = new Map<string, SparkCode>();
  for (const { variable } of posts) {
    const code = codes.get(sparkKey(codeOf(variable) ?? ''));
    if (code?.ok === false) return code;
    if (code !== undefined) found.set(variable, code.value);
  }
  return ok(found);
}

function hasEnded(code: SparkCode | undefined): boolean {
  return code !== undefined && code.status !== 'AUTHORIZED';
}

function codeProblems(
  change: Change,
  { post, item, variable }: DesiredSparkPost,
  code: SparkCode | undefined,
): readonly Problem[] {
  if (code === undefined) return [noEffect(change, `the Spark code in ${variable}`)];
  if (hasEnded(code)) {
    const message = `The Spark code in ${variable} for the post "${post}" has the status ${code.status} at TikTok.`;
    return [{ code: 'apply/no-effect', layer: change.layer, message, remedy: 'Ask the creator for a new code.' }];
  }
  if (item === undefined || item === code.item) return [];
  return [
    {
      code: 'apply/wrong-post',
      layer: change.layer,
      message: `The Spark code in ${variable} authorises the TikTok post ${code.item}, but the document has the item ${item}.`,
      remedy: `Set ${variable} to the code of the right post, or correct the item. Then remove the other authorisation in TikTok Ads Manager.`,
    },
  ];
}
