import type { Check, SparkPost } from '../../model/index.ts';
import { checkAt, type CheckRule } from './check.ts';

/** A code that ends within this time gets a warning. */
const EXPIRY_WARNING_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Ads stop when the authorisation of their post ends, and an ended code cannot be revived. */
export const spark: CheckRule = (pair, _changes, today) =>
  (pair.live.sparkPosts ?? []).flatMap((seen): readonly Check[] => {
    const index = pair.desired.spark.findIndex(({ post }) => post === seen.post);
    const desired = pair.desired.spark[index];
    const at = `spark.${index}.code`;
    const name = `The Spark code in ${desired?.variable ?? '?'} for the post ${seen.post}`;
    if (seen.state === 'unusable') {
      return [
        checkAt(pair, at, {
          code: 'tiktok/spark-expired',
          severity: 'warning',
          message: `${name} has ${seen.word === undefined ? 'an unknown state' : `the undocumented state ${seen.word}`} at TikTok, so it may be unusable.`,
          remedy: 'Check the post in TikTok Ads Manager; if it is unusable, ask the creator for a new code.',
        }),
      ];
    }
    if (seen.state === 'expired') {
      const message = `${name} expired${on(seen)}.`;
      return [
        checkAt(pair, at, {
          code: 'tiktok/spark-expired',
          severity: 'error',
          message,
          remedy: `Ask the creator for a new code and set ${desired?.variable ?? 'the variable'} to it.`,
        }),
      ];
    }
    const wrong = seen.item !== undefined && desired?.item !== undefined && seen.item !== desired.item;
    const left = seen.until === undefined ? undefined : Date.parse(seen.until) - today.getTime();
    return [
      ...(wrong
        ? [
            checkAt(pair, `spark.${index}.item`, {
              code: 'tiktok/spark-item',
              severity: 'error',
              message: `${name} authorises the TikTok post ${seen.item}, but the document names ${desired.item}.`,
              remedy: 'Set the variable to the code of that post, or correct the item.',
            }),
          ]
        : []),
      ...(left !== undefined && left <= EXPIRY_WARNING_DAYS * DAY_MS
        ? [
            checkAt(pair, at, {
              code: 'tiktok/spark-expiring',
              severity: 'warning',
              message: `${name} expires${on(seen)}.`,
              remedy: 'Ask the creator to extend it, or for a new code.',
            }),
          ]
        : []),
    ];
  });

function on({ until }: SparkPost): string {
  return until === undefined ? '' : ` on ${until.slice(0, 10)}`;
}
