import { liveAt } from '../compare.ts';
import { fieldsRule } from './rule.ts';

/**
 * Creators' posts to authorise. A Spark code is attached to a post in the dashboard; no endpoint takes one.
 *
 * Source: developers.layers.com docs/paid-media/tiktok-setup, "Spark Ads" (documented).
 */
export const spark = fieldsRule('spark', ['adAccountId'], (pair) => {
  const before = liveAt(pair, 'spark');
  const there = new Set((before.provenance === 'unknown' ? [] : (before.value ?? [])).map(({ post }) => post));
  const missing = pair.desired.spark.filter(({ post }) => !there.has(post));
  const ended = new Set((pair.live.sparkPosts ?? []).flatMap(({ post, state }) => (state === 'expired' ? [post] : [])));
  return {
    screen: 'Layers, UGC posts',
    tasks: missing.map(({ post, variable }) =>
      ended.has(post)
        ? `Leave the post ${post} until its creator has sent a new code: the one in ${variable} has expired.`
        : `Open the post ${post}, choose "Add Spark code", and paste the code from ${variable}.`,
    ),
  };
});
