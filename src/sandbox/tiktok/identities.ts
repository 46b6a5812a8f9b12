import { z } from 'zod';
import { firstFree } from '../core/first-free.ts';
import type { JsonObject } from '../core/json.ts';
import { advertiserFor, forAdvertiser } from './access.ts';
import { accepted, declined, invalid, NOT_EXIST, type Reply } from './envelope.ts';
import { id, jsonText, name, pageOf, paging, wholeNumber } from './params.ts';
import { type Call, readRoute, type Route, writeRoute } from './route.ts';
import { containsText } from './rows.ts';
import { authInfo, hasEnded, videoInfo } from './spark.ts';
import type { Advertiser, SparkPost } from './world.ts';

const TYPES = ['CUSTOMIZED_USER', 'AUTH_CODE', 'TT_USER', 'BC_AUTH_TT', 'TTS_TT'] as const;
const Get = z.object({
  advertiser_id: id,
  identity_type: z.enum(TYPES).optional(),
  identity_authorized_bc_id: id.optional(),
  filtering: jsonText(z.object({ keyword: z.string().optional() })).optional(),
  ...paging(100, 20),
});

/** Identifies an identity: BC_AUTH_TT needs the Business Center as well. */
export const triple = {
  advertiser_id: id,
  identity_id: z.string().min(1),
  identity_type: z.enum(TYPES),
  identity_authorized_bc_id: id.optional(),
};

const Info = z.object(triple);
const Create = z.object({ advertiser_id: id, display_name: name(100), image_uri: z.string().optional() });
const Delete = z.object({
  advertiser_id: id,
  identity_id: z.string().min(1),
  identity_type: z.literal('CUSTOMIZED_USER', 'must be CUSTOMIZED_USER'),
});

/** Source: /identity/get/, /info/, /create/, /delete/ (documented); scopes 69, 692, 693. */
export const identities: readonly Route[] = [
  readRoute('/identity/get/', [69, 693], Get, forAdvertiser(list)),
  readRoute('/identity/info/', [69, 693], Info, forAdvertiser(info)),
  writeRoute('/identity/create/', [69, 692], Create, forAdvertiser(create)),
  writeRoute('/identity/delete/', [69, 692], Delete, forAdvertiser(remove)),
];

export type Speaker = {
  readonly id: string;
  readonly type: (typeof TYPES)[number];
  readonly business: string | null;
  readonly name: string;
  readonly status: string;
};

/** All identities that ads of an account can use: its own, and creators whose posts it may use. */
export function speakersFor(advertiser: string, { state }: Call): readonly Speaker[] {
  const world = state.world.tiktok;
  const own = world.identities
    .filter((each) => each.advertisers.includes(advertiser))
    .map(
      (each): Speaker => ({
        id: each.id,
        type: each.type,
        business: each.business ?? null,
        name: each.name,
        status: each.status,
      }),
    );
  const creators = world.sparkPosts
    .filter((post) => post.authorizedFor.includes(advertiser) && !own.some((each) => each.id === post.identity))
    .map(
      (post): Speaker => ({
        id: post.identity,
        type: 'AUTH_CODE',
        business: null,
        name: post.creator,
        status: hasEnded(post, state.now()) ? 'NO_VALID_BIND_ACCOUNT' : 'AVAILABLE',
      }),
    );
  const byId = new Map(creators.toReversed().map((each) => [each.id, each]));
  return [...own, ...[...byId.values()].toReversed()];
}

/** The identity with exactly this name; `undefined` if the account does not have it. */
export function speakerFor(
  identity: {
    readonly identity_id: string;
    readonly identity_type: string;
    readonly identity_authorized_bc_id?: string | undefined;
  },
  advertiser: string,
  call: Call,
): Speaker | { readonly refusal: Reply } {
  const found = speakersFor(advertiser, call).find(
    (each) =>
      each.id === identity.identity_id &&
      each.type === identity.identity_type &&
      (each.type !== 'BC_AUTH_TT' || each.business === identity.identity_authorized_bc_id),
  );
  return found ?? { refusal: declined(NOT_EXIST, `The identity ${identity.identity_id} does not exist.`) };
}

const kind = z.enum(['VIDEO', 'CAROUSEL']).default('VIDEO');
const person = z.enum(['AUTH_CODE', 'TT_USER', 'BC_AUTH_TT']);
const VideosQuery = z.object({
  ...triple,
  identity_type: person,
  item_type: kind,
  keyword: z.string().optional(),
  // Opaque to clients; here the number of items before it.
  cursor: wholeNumber(0, 999_999_999).default(0),
  count: wholeNumber(1, 20).default(20),
});
const VideoQuery = z.object({
  ...triple,
  identity_type: person,
  item_type: kind,
  item_id: id.optional(),
  item_ids: jsonText(z.array(id).min(1).max(20)).optional(),
});

/** Source: GET /identity/video/get/, GET /identity/video/info/ (documented); scopes 69, 693. */
export const identityVideos: readonly Route[] = [
  readRoute('/identity/video/get/', [69, 693], VideosQuery, listVideos),
  readRoute('/identity/video/info/', [69, 693], VideoQuery, videoInfoOf),
];

function list(query: z.output<typeof Get>, advertiser: Advertiser, call: Call): Reply {
  const rows = speakersFor(advertiser.id, call)
    .filter(({ type }) => query.identity_type === undefined || type === query.identity_type)
    .filter(({ business }) => [undefined, business].includes(query.identity_authorized_bc_id))
    .filter((each) => containsText(each.name, query.filtering?.keyword))
    .map(row);
  const { items, info: pageInfo } = pageOf(rows, query);
  // Without a type, TikTok's counts are 0 (documented).
  const zeros = { page: 0, page_size: 0, total_number: 0, total_page: 0 };
  return accepted({ identity_list: items, page_info: query.identity_type === undefined ? zeros : pageInfo });
}

function info(query: z.output<typeof Info>, advertiser: Advertiser, call: Call): Reply {
  const speaker = speakerFor(query, advertiser.id, call);
  if ('refusal' in speaker) return speaker.refusal;
  return accepted({ identity_info: { ...row(speaker), profile_image_url: 'https://example.com/profile.jpg' } });
}

function create(body: z.output<typeof Create>, advertiser: Advertiser, call: Call): Reply {
  const { tiktok } = call.state.world;
  const taken = tiktok.identities.map((each) => each.id);
  const identity = firstFree(taken, (n) => `identity-${n}`);
  tiktok.identities.push({
    id: identity,
    type: 'CUSTOMIZED_USER',
    name: body.display_name,
    advertisers: [advertiser.id],
    status: 'AVAILABLE',
  });
  return accepted({ identity_id: identity });
}

function remove(body: z.output<typeof Delete>, advertiser: Advertiser, call: Call): Reply {
  const speaker = speakerFor(body, advertiser.id, call);
  if ('refusal' in speaker) return speaker.refusal;
  const { tiktok } = call.state.world;
  tiktok.identities = tiktok.identities.filter((each) => each.id !== speaker.id);
  return accepted({});
}

function row({ id: identity, type, business, name: shown, status }: Speaker): JsonObject {
  return {
    identity_id: identity,
    identity_type: type,
    identity_authorized_bc_id: business,
    display_name: shown,
    username: shown,
    profile_image: 'https://example.com/profile.jpg',
    available_status: status,
    can_push_video: type !== 'CUSTOMIZED_USER',
    can_pull_video: type !== 'CUSTOMIZED_USER',
    can_use_live_ads: false,
    can_manage_message: false,
    is_gpppa: false,
  };
}

function listVideos(query: z.output<typeof VideosQuery>, call: Call): Reply {
  const posts = postsOf(query, call);
  if ('refusal' in posts) return posts.refusal;
  const found = posts.filter(({ text }) => containsText(text, query.keyword));
  const next = query.cursor + query.count;
  return accepted({
    video_list: found.slice(query.cursor, next).map((post) => videoRow(post, query.identity_type, call)),
    cursor: String(Math.min(next, found.length)),
    has_more: next < found.length,
  });
}

/** One id gives `video_detail`, a list of ids `video_details`. */
function videoInfoOf(query: z.output<typeof VideoQuery>, call: Call): Reply {
  if ((query.item_id === undefined) === (query.item_ids === undefined)) {
    return invalid('Invalid value for item_id: give either item_id or item_ids.');
  }
  const posts = postsOf(query, call);
  if ('refusal' in posts) return posts.refusal;
  const details: JsonObject[] = [];
  for (const itemId of query.item_ids ?? [query.item_id]) {
    const post = posts.find(({ item }) => item === itemId);
    if (post === undefined) return declined(NOT_EXIST, `The post ${itemId} does not exist.`);
    details.push(videoRow(post, query.identity_type, call));
  }
  return accepted(query.item_ids === undefined ? { video_detail: details[0] ?? null } : { video_details: details });
}

/** Posts of one identity. Those of a creator with a code are limited to the codes that were entered. */
function postsOf(
  query: z.output<typeof VideosQuery> | z.output<typeof VideoQuery>,
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
function videoRow(post: SparkPost, type: string, { state }: Call): JsonObject {
  return {
    item_id: post.item,
    item_type: post.kind,
    text: post.text,
    status: `ITEM_STATUS_${post.status}`,
    ...(type === 'AUTH_CODE' ? { auth_info: authInfo(post, state) } : {}),
    video_info: videoInfo(post),
  };
}
