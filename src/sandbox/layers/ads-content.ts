import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import type { AdsContent } from './ads-world.ts';
import { accepted, notFound, type Reply } from './envelope.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import { type Call, inProject, type Route, route } from './route.ts';
import type { Project, World } from './world.ts';

const PATH = '/v1/projects/:projectId/ads-content';

/**
 * Content that ads may show. Source: docs/api/reference/metrics/ads-content,
 * docs/api/reference/metrics/patch-ads-content (documented; some field names are inferred).
 */
export const adsContent: readonly Route[] = [
  route('GET', PATH, ['metrics:read'], inProject(list)),
  route('PATCH', `${PATH}/:adsContentId`, ['ads:write'], inProject(patch)),
];

const Query = z.object({
  scoringPool: z.array(z.enum(['generated', 'ugc', 'manual'])).optional(),
  minScore: z.coerce.number().min(0).max(10).optional(),
  override: z.enum(['include', 'exclude', 'none']).optional(),
  eligible: z.enum(['true', 'false']).optional(),
  sort: z.enum(['score_desc', 'score_asc', 'scored_at_desc']).default('score_desc'),
});

/** `limit` 1 to 200, 50 by default; a malformed cursor returns the first page (documented). */
function list({ request, state: { world } }: Call, project: Project): Reply {
  const query = queryAs(request, Query, ['scoringPool']);
  if (!query.ok) return query.refusal;
  const { scoringPool, minScore = 0, override, eligible, sort } = query.value;
  const found = project.adsContent
    .filter((content) => scoringPool === undefined || scoringPool.includes(content.scoringPool))
    .filter(({ organicScore }) => organicScore >= minScore)
    .filter((content) => override === undefined || (content.override ?? 'none') === override)
    .filter((content) => eligible === undefined || isEligible(content) === (eligible === 'true'))
    .sort(ORDERS[sort]);
  const rows = found.map((content) => row(content, world));
  return pageOf(request, `ads-content ${project.id}`, rows, { most: 200, usual: 50, lenient: true });
}

type Order = (one: AdsContent, other: AdsContent) => number;

const ORDERS: Readonly<Record<'score_desc' | 'score_asc' | 'scored_at_desc', Order>> = {
  score_desc: (one, other) => other.organicScore - one.organicScore,
  score_asc: (one, other) => one.organicScore - other.organicScore,
  scored_at_desc: (one, other) => Date.parse(other.scoredAt) - Date.parse(one.scoredAt),
};

/** Source: docs/ugc/eligibility (documented). */
function isEligible({ organicScore, override, safetyFailed }: AdsContent): boolean {
  return (organicScore >= 4 || override === 'include') && override !== 'exclude' && !safetyFailed;
}

const Patch = z.strictObject({
  override: z.enum(['include', 'exclude']).nullable(),
  note: z.string().max(280).optional(),
});

/** `null` removes the override (documented). */
function patch({ request, params, state: { world } }: Call, project: Project): Reply {
  const content = project.adsContent.find(({ adsContentId }) => adsContentId === params.adsContentId);
  if (content === undefined) return notFound('content');
  const input = bodyAs(request, Patch);
  if (!input.ok) return input.refusal;
  const { override, note } = input.value;
  if (override === null) delete content.override;
  else content.override = override;
  if (note !== undefined) content.note = note;
  return accepted(row(content, world));
}

function row(content: AdsContent, { switches: { contentSourceKey, eligibleKey } }: World): JsonObject {
  return {
    adsContentId: content.adsContentId,
    ...(contentSourceKey !== 'absent' && content.source !== undefined && { [contentSourceKey]: content.source }),
    scoringPool: content.scoringPool,
    organicScore: content.organicScore,
    scoredAt: content.scoredAt,
    ...(eligibleKey === 'eligible' && { eligible: isEligible(content) }),
    override: content.override ?? null,
    note: content.note ?? null,
    activePromotions: [],
  };
}
