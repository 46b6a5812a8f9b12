import type { Check, SparkPost } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { checkAt, type CheckRule } from './check.ts';

/** A code that ends within this time gets a warning. */
export const EXPIRY_WARNING_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Ads stop when the authorisation of their post ends, and an ended code cannot be revived. */
export const spark: CheckRule = (pair, _changes, today) =>
  (pair.live.sparkPosts ?? []).flatMap((seen): readonly Check[] => {
    const index = pair.desired.spark.findIndex(({ post }) => post === seen.post);
    const desired = pair.desired.spark[index];
    const at = `spark.${index}.code`;
    const name = `The Spark code in ${desired?.variable ?? '?'} for the post ${seen.post}`;
    if (seen.state === 'undocumented') {
      return [
        checkAt(pair, at, {
          code: 'tiktok/spark-status',
          severity: 'note',
          message: `${name} has the status ${seen.word ?? '(none)'} at TikTok, which is not documented.`,
          remedy: 'Check in TikTok Ads Manager whether the post can be used.',
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
      ...postChecks(pair, at, seen),
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

/** Source: /tt_video/info/, `item_info.status` (documented); the prefixed words: /identity/video/info/ (documented). */
const NOT_PUBLIC: ReadonlySet<string> = new Set(
  'ONLY_AUTHOR_SEE ONLY_FRIEND_SEE ONLY_USER_PASS REVIEW_PENDING USER_DELETE AUDIT_DELETE'.split(' '),
);

function postChecks(pair: Pair, at: string, { post, postStatus: status }: SparkPost): readonly Check[] {
  const word = status?.replace(/^(ITEM_)?STATUS_/, '');
  if (word === undefined || word === 'HESITATE_RECOMMEND') return [];
  if (!NOT_PUBLIC.has(word)) {
    const message = `The TikTok post of ${post} has the status ${status}, which is not documented.`;
    return [checkAt(pair, at, { code: 'tiktok/spark-status', severity: 'note', message })];
  }
  return [
    checkAt(pair, at, {
      code: 'tiktok/spark-post',
      severity: 'warning',
      message: `The TikTok post of ${post} has the status ${status}: it is not public, so ads cannot show it.`,
      remedy: 'Ask the creator to make the post public, or remove it from the document.',
    }),
  ];
}

function on({ until }: SparkPost): string {
  return until === undefined ? '' : ` on ${until.slice(0, 10)}`;
}
