import type { AdsContent, Finding } from '../../model/index.ts';
import { finding, type VerifyRule } from './subject.ts';

/**
 * Whether the optimizer can select a Spark post. Which member of Layers' content names its post is unknown: a post
 * without exactly one row that contains its id is not judged.
 *
 * Source: developers.layers.com docs/ugc/eligibility (documented).
 */
export const content: VerifyRule = ({ desired, setup }) => {
  const { content: read } = setup;
  if (read === undefined) return [];
  if (!read.ok) {
    const message = `Which posts ads may show was not readable: ${read.problems[0]?.message ?? ''}`;
    return [finding('spark', 'unknown', message, 'Give the key the scope metrics:read.')];
  }
  return desired.spark.flatMap(({ post }) => postFinding(post, read.value));
};

function postFinding(post: string, rows: readonly AdsContent[]): readonly Finding[] {
  const [row, ...more] = rows.filter(({ id, texts }) => id === post || texts.includes(post));
  if (row?.isEligible === undefined || more.length > 0) return [];
  if (row.isEligible) return [finding('spark', 'green', `The optimizer can select the post ${post}.`)];
  const because = row.override === 'exclude' ? ', because a person excluded it' : '';
  const message = `The optimizer cannot select the post ${post}${because}.`;
  const remedy = 'Include the post in Layers. Without an override, ads may show content from a score of 4 on.';
  return [{ ...finding('spark', 'red', message, remedy), code: 'layers/not-selectable' }];
}
