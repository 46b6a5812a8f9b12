import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { forAdvertiser } from './access.ts';
import { accepted, invalid, type Reply } from './envelope.ts';
import { id, jsonText, paging } from './params.ts';
import { type Call, readRoute, type Route, writeRoute } from './route.ts';
import { containsText, pageReply, spaced } from './rows.ts';
import type { Advertiser, SparkPost, State } from './world.ts';

const Coded = z.object({ advertiser_id: id, auth_code: z.string().min(1) });
const List = z.object({
  advertiser_id: id,
  item_types: jsonText(z.array(z.enum(['VIDEO', 'CAROUSEL'])).min(1)).default(['VIDEO', 'CAROUSEL']),
  keyword: z.string().max(500).optional(),
  ...paging(50, 20),
});
const Unbind = z.object({ advertiser_id: id, item_id: id });

/**
 * Source: /tt_video/info/, /tt_video/list/, /tt_video/authorize/, /tt_video/unbind/ (documented; limits second-hand);
 * scopes 69, 690 and 691.
 */
export const spark: readonly Route[] = [
  readRoute('/tt_video/info/', [69, 690], Coded, forAdvertiser(info)),
  readRoute('/tt_video/list/', [69, 691], List, forAdvertiser(list)),
  writeRoute('/tt_video/authorize/', [69, 691], Coded, forAdvertiser(authorize)),
  writeRoute('/tt_video/unbind/', [69, 691], Unbind, forAdvertiser(unbind)),
];

export function hasEnded({ ends }: SparkPost, now: Date): boolean {
  return new Date(ends) <= now;
}

/**
 * A post as in `/tt_video/info/` and `/tt_video/list/`. Times are UTC. Source: GET /tt_video/info/ (documented); the
 * status EXPIRED was observed by third parties.
 */
export function sparkItem(post: SparkPost, state: State): JsonObject {
  return {
    auth_info: authInfo(post, state),
    item_info: {
      item_id: post.item,
      item_type: post.kind,
      auth_code: post.code,
      text: post.text,
      status: post.status,
      anchor_list: null,
      carousel_info: post.kind === 'CAROUSEL' ? { image_info: [] } : null,
    },
    user_info: { tiktok_name: post.creator, identity_id: post.identity, identity_type: 'AUTH_CODE' },
    video_info: videoInfo(post),
  };
}

export function authInfo(post: SparkPost, state: State): JsonObject {
  const iso = state.world.switches.sparkTimes === 'iso';
  const time = (instant: string) => (iso ? `${new Date(instant).toISOString().slice(0, 19)}Z` : spaced(instant));
  return {
    ad_auth_status: hasEnded(post, state.now()) ? 'EXPIRED' : 'AUTHORIZED',
    auth_start_time: time(post.starts),
    auth_end_time: time(post.ends),
    invite_start_time: time(post.starts),
  };
}

export function videoInfo(post: SparkPost): JsonObject | null {
  if (post.kind === 'CAROUSEL') return null;
  return {
    duration: 13.5,
    width: 720,
    height: 1280,
    size: 13_861_358,
    bit_rate: 8_191_081,
    signature: '0123456789abcdef0123456789abcdef',
    poster_url: 'https://example.com/poster.jpg',
    preview_url: 'https://example.com/preview.mp4',
  };
}

/** A code that the ad account has not entered is refused here (inferred). An expired one is still shown. */
function info(query: z.output<typeof Coded>, advertiser: Advertiser, call: Call): Reply {
  const post = call.state.world.tiktok.sparkPosts.find(({ code }) => code === query.auth_code);
  if (post === undefined || !post.authorizedFor.includes(advertiser.id)) return refused('is invalid or incorrect');
  return accepted(sparkItem(post, call.state));
}

function list(query: z.output<typeof List>, advertiser: Advertiser, call: Call): Reply {
  const keyword = query.keyword ?? '';
  const rows = call.state.world.tiktok.sparkPosts
    .filter((post) => post.authorizedFor.includes(advertiser.id))
    .filter(({ kind }) => query.item_types.includes(kind))
    .filter(({ item, text }) => item === keyword || containsText(text, keyword))
    .map((post) => sparkItem(post, call.state));
  return pageReply(rows, query);
}

function authorize(body: z.output<typeof Coded>, advertiser: Advertiser, call: Call): Reply {
  const { tiktok, switches } = call.state.world;
  const post = tiktok.sparkPosts.find(({ code }) => code === body.auth_code);
  const fault = faultOf(post, call.state.now());
  if (post === undefined || fault !== undefined) return refused(fault ?? 'is invalid or incorrect');
  const again = post.authorizedFor.includes(advertiser.id);
  if (again && !switches.sparkRepeats) return refused('has been authorized for this advertiser already');
  if (!again) post.authorizedFor.push(advertiser.id);
  return accepted(switches.sparkAuthorizeAnswer === 'ids' ? { identity_id: post.identity, item_id: post.item } : {});
}

/** Contains words that clients search for (third parties); the code is inferred. */
function faultOf(post: SparkPost | undefined, now: Date): string | undefined {
  if (post === undefined || new Date(post.starts) > now) return 'is invalid or incorrect';
  if (hasEnded(post, now)) return 'has expired';
  if (post.status === 'USER_DELETE' || post.status === 'AUDIT_DELETE') return 'belongs to a post that was deleted';
  return post.status === 'HESITATE_RECOMMEND' ? undefined : 'belongs to a post that is not publicly accessible';
}

/** By post, not by code. Ads that show it stop. */
function unbind(body: z.output<typeof Unbind>, advertiser: Advertiser, call: Call): Reply {
  const post = call.state.world.tiktok.sparkPosts.find(({ item }) => item === body.item_id);
  if (post === undefined || !post.authorizedFor.includes(advertiser.id)) {
    return invalid(`The post ${body.item_id} is not authorized for this advertiser.`);
  }
  post.authorizedFor = post.authorizedFor.filter((each) => each !== advertiser.id);
  return accepted({});
}

function refused(why: string): Reply {
  return invalid(`The auth_code ${why}.`);
}
