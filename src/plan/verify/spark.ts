import { liveAt } from '../compare.ts';
import { finding, fromChecks, type VerifyRule } from './subject.ts';

/** A post whose code is not authorised, or has ended, cannot run as a Spark Ad. */
export const spark: VerifyRule = (subject) => {
  const { desired, live } = subject;
  if (desired.spark.length === 0) return [];
  const found = fromChecks(subject, 'spark', [
    'tiktok/spark-expired',
    'tiktok/spark-expiring',
    'tiktok/spark-status',
    'tiktok/spark-post',
    'tiktok/spark-item',
  ]);
  const absent = (live.sparkPosts ?? []).filter(({ state }) => state === 'absent').map(({ post }) => post);
  const missing =
    live.sparkPosts === undefined
      ? [
          finding(
            'spark',
            'unknown',
            'The Spark codes of the ad account were not readable.',
            'Use a TikTok token of a user with access to the account.',
          ),
        ]
      : absent.map((post) =>
          finding(
            'spark',
            'red',
            `The Spark code of the post ${post} is not authorised for the ad account.`,
            'Run reconcile apply.',
          ),
        );
  const authorised =
    found.length + missing.length === 0
      ? [finding('spark', 'green', 'TikTok lists every Spark code as authorised.')]
      : [];
  const attached = liveAt(subject, 'spark');
  const isOpen = subject.planned.changes.some(({ kind }) => kind === 'spark');
  const stated =
    attached.provenance === 'recorded' && !isOpen
      ? [finding('spark', 'stated', 'A person confirmed that the codes are attached to their posts in Layers.')]
      : [];
  return [...found, ...missing, ...authorised, ...stated];
};
