import type { HumanStep, Value } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/**
 * Enters the creators' codes at the ad account. An ended code cannot be revived: a person must get a new one, and the
 * others are still entered.
 *
 * Source: TikTok API v1.3 /tt_video/authorize/, /tt_video/list/ (documented).
 */
export const sparkAuthorise: ChangeRule = {
  kind: 'spark-authorise',
  find: (pair) => {
    const fields = shownDifferences(pair, ['spark.authorised']);
    if (fields.length === 0) return [];
    const ended = (pair.live.sparkPosts ?? []).filter(({ state }) => state !== 'authorised' && state !== 'absent');
    const codes = (pair.live.sparkPosts ?? []).filter(({ state }) => state === 'absent').length;
    if (codes === 0) {
      const step = { by: 'human', instructions: newCodes(pair, new Set(ended.map(({ post }) => post))) } as const;
      return [changeOf(pair, 'spark-authorise', fields, step, 0, ['adAccountId'])];
    }
    return [changeOf(pair, 'spark-authorise', fields, { by: 'api' }, codes + 2, ['adAccountId'])];
  },
};

function newCodes({ desired }: Pair, ended: ReadonlySet<Value>): HumanStep {
  return {
    screen: 'The creator’s TikTok app, the post, Settings, Ad settings',
    tasks: desired.spark
      .filter(({ post }) => ended.has(post))
      .map(
        ({ post, variable }) =>
          `Ask the creator of the post ${post} for a new code, because the one in ${variable} has expired, and set ${variable} to it.`,
      ),
  };
}
