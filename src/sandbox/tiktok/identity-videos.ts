import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { advertiserFor } from './access.ts';
import { accepted, declined, NOT_EXIST, PARAMETER_ERROR, type Reply } from './envelope.ts';
import { speakerFor, triple } from './identities.ts';
import { id, jsonText, wholeNumber } from './params.ts';
import { type Call, type Route, readRoute } from './route.ts';
import { authInfo, videoInfo } from './spark-rows.ts';
import type { SparkPost } from './world.ts';

const kind = z.enum(['VIDEO', 'CAROUSEL']).default('VIDEO');
const person = z.enum(['AUTH_CODE', 'TT_USER', 'BC_AUTH_TT']);
const Get = z.object({
  ...triple,
  identity_type: person,
  item_type: kind,
  keyword: z.string().optional(),
  // Opaque to clients; here the number of items before it.
  cursor: wholeNumber(0, 999_999_999).default(0),
  count: wholeNumber(1, 20).default(20),
});
const Info = z.object({
  ...triple,
  identity_type: person,
  item_type: kind,
  item_id: id.optional(),
  item_ids: jsonText(z.array(id).min(1).max(20)).optional(),
});

/** Source: business-api.tiktok.com GET /identity/video/get/, GET /identity/video/info/ (documented); scopes 69, 693. */
export const identityVideos: readonly Route[] = [
  readRoute('/identity/video/get/', [69, 693], Get, list),
  readRoute('/identity/video/info/', [69, 693], Info, info),
];

function list(query: z.output<typeof Get>, call: Call): Reply {
  const posts = postsOf(query, call);
  if ('refusal' in posts) return posts.refusal;
  const found = posts.filter(({ text }) => text.toLowerCase().includes((query.keyword ?? '').toLowerCase()));
  const next = query.cursor + query.count;
  return accepted({
    video_list: found.slice(query.cursor, next).map((post) => row(post, query.identity_type, call)),
    cursor: String(Math.min(next, found.length)),
    has_more: next < found.length,
  });
}

/** One id gives `video_detail`, a list of ids `video_details`. */
function info(query: z.output<typeof Info>, call: Call): Reply {
  if ((query.item_id === undefined) === (query.item_ids === undefined)) {
    return declined(PARAMETER_ERROR, 'Invalid value for item_id: give either item_id or item_ids.');
  }
  const posts = postsOf(query, call);
  if ('refusal' in posts) return posts.refusal;
  const details: JsonObject[] = [];
  for (const wanted of query.item_ids ?? [query.item_id]) {
    const post = posts.find(({ item }) => item === wanted);
    if (post === undefined) return declined(NOT_EXIST, `The post ${wanted} does not exist.`);
    details.push(row(post, query.identity_type, call));
  }
  return accepted(query.item_ids === undefined ? { video_detail: details[0] ?? null } : { video_details: details });
}

/** Posts of one identity. Those of a creator with a code are limited to the codes that were entered. */
function postsOf(
  query: z.output<typeof Get> | z.output<typeof Info>,
  call: Call,
): readonly SparkPost[] | { readonly refusal: Reply } {
  const advertiser = advertiserFor(query.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser;
  const speaker = speakerFor(query, advertiser.id, call);
  if ('refusal' in speaker) return speaker;
  return call.state.world.tiktok.sparkPosts
    .filter((post) => post.identity === speaker.id && post.kind === query.item_type)
    .filter((post) => speaker.type !== 'AUTH_CODE' || post.authorizedFor.includes(advertiser.id));
}

/** `auth_info` only exists for AUTH_CODE. Statuses have longer names than at /tt_video/ (documented). */
function row(post: SparkPost, type: string, { state }: Call): JsonObject {
  return {
    item_id: post.item,
    item_type: post.kind,
    text: post.text,
    status: `ITEM_STATUS_${post.status}`,
    ...(type === 'AUTH_CODE' ? { auth_info: authInfo(post, state) } : {}),
    video_info: videoInfo(post),
  };
}
