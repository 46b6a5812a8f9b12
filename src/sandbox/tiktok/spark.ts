import { z } from 'zod';
import { advertiserFor } from './access.ts';
import { accepted, declined, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { id, jsonText, pageOf, paging } from './params.ts';
import { type Call, type Route, readRoute, writeRoute } from './route.ts';
import { hasEnded, sparkItem } from './spark-rows.ts';
import type { SparkPost } from './world.ts';

const Coded = z.object({ advertiser_id: id, auth_code: z.string().min(1) });
const List = z.object({
  advertiser_id: id,
  item_types: jsonText(z.array(z.enum(['VIDEO', 'CAROUSEL'])).min(1)).default(['VIDEO', 'CAROUSEL']),
  keyword: z.string().max(500).optional(),
  ...paging(50, 20),
});
const Unbind = z.object({ advertiser_id: id, item_id: id });

/**
 * Source: business-api.tiktok.com /tt_video/info/, /tt_video/list/, /tt_video/authorize/, /tt_video/unbind/ (documented;
 * limits second-hand); scopes 69, 690 and 691.
 */
export const spark: readonly Route[] = [
  readRoute('/tt_video/info/', [69, 690], Coded, info),
  readRoute('/tt_video/list/', [69, 691], List, list),
  writeRoute('/tt_video/authorize/', [69, 691], Coded, authorize),
  writeRoute('/tt_video/unbind/', [69, 691], Unbind, unbind),
];

/** A code that the ad account has not entered is refused here (inferred). An expired one is still shown. */
function info(query: z.output<typeof Coded>, call: Call): Reply {
  const advertiser = advertiserFor(query.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const post = call.state.world.tiktok.sparkPosts.find(({ code }) => code === query.auth_code);
  if (post === undefined || !post.authorizedFor.includes(advertiser.id)) return refused('is invalid or incorrect');
  return accepted(sparkItem(post, call.state));
}

function list(query: z.output<typeof List>, call: Call): Reply {
  const advertiser = advertiserFor(query.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const keyword = query.keyword ?? '';
  const rows = call.state.world.tiktok.sparkPosts
    .filter((post) => post.authorizedFor.includes(advertiser.id))
    .filter(({ kind }) => query.item_types.includes(kind))
    .filter(({ item, text }) => item === keyword || text.toLowerCase().includes(keyword.toLowerCase()))
    .map((post) => sparkItem(post, call.state));
  const { items, info: pageInfo } = pageOf(rows, query);
  return accepted({ list: items, page_info: pageInfo });
}

function authorize(body: z.output<typeof Coded>, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const { tiktok, switches } = call.state.world;
  const post = tiktok.sparkPosts.find(({ code }) => code === body.auth_code);
  const fault = faultOf(post, call.state.now());
  if (post === undefined || fault !== undefined) return refused(fault ?? 'is invalid or incorrect');
  const again = post.authorizedFor.includes(advertiser.id);
  if (again && !switches.sparkRepeats) return refused('has been authorized for this advertiser already');
  if (!again) post.authorizedFor.push(advertiser.id);
  return accepted(switches.sparkAuthorizeAnswer === 'ids' ? { identity_id: post.identity, item_id: post.item } : {});
}

/** Contains words that third parties search in messages; the code is inferred. */
function faultOf(post: SparkPost | undefined, now: Date): string | undefined {
  if (post === undefined || new Date(post.starts) > now) return 'is invalid or incorrect';
  if (hasEnded(post, now)) return 'has expired';
  if (post.status === 'USER_DELETE' || post.status === 'AUDIT_DELETE') return 'belongs to a post that was deleted';
  return post.status === 'HESITATE_RECOMMEND' ? undefined : 'belongs to a post that is not publicly accessible';
}

/** By post, not by code. Ads that show it stop. */
function unbind(body: z.output<typeof Unbind>, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const post = call.state.world.tiktok.sparkPosts.find(({ item }) => item === body.item_id);
  if (post === undefined || !post.authorizedFor.includes(advertiser.id)) {
    return declined(PARAMETER_ERROR, `The post ${body.item_id} is not authorized for this advertiser.`);
  }
  post.authorizedFor = post.authorizedFor.filter((each) => each !== advertiser.id);
  return accepted({});
}

function refused(why: string): Reply {
  return declined(PARAMETER_ERROR, `The auth_code ${why}.`);
}
