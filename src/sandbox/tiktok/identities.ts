import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { advertiserFor } from './access.ts';
import { accepted, declined, NOT_EXIST, type Reply } from './envelope.ts';
import { id, jsonText, name, pageOf, paging } from './params.ts';
import { type Call, type Route, readRoute, writeRoute } from './route.ts';
import { hasEnded } from './spark-rows.ts';

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

/** Source: business-api.tiktok.com /identity/get/, /info/, /create/, /delete/ (documented); scopes 69, 692, 693. */
export const identities: readonly Route[] = [
  readRoute('/identity/get/', [69, 693], Get, list),
  readRoute('/identity/info/', [69, 693], Info, info),
  writeRoute('/identity/create/', [69, 692], Create, create),
  writeRoute('/identity/delete/', [69, 692], Delete, remove),
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
  wanted: {
    readonly identity_id: string;
    readonly identity_type: string;
    readonly identity_authorized_bc_id?: string | undefined;
  },
  advertiser: string,
  call: Call,
): Speaker | { readonly refusal: Reply } {
  const found = speakersFor(advertiser, call).find(
    (each) =>
      each.id === wanted.identity_id &&
      each.type === wanted.identity_type &&
      (each.type !== 'BC_AUTH_TT' || each.business === wanted.identity_authorized_bc_id),
  );
  return found ?? { refusal: declined(NOT_EXIST, `The identity ${wanted.identity_id} does not exist.`) };
}

function list(query: z.output<typeof Get>, call: Call): Reply {
  const advertiser = advertiserFor(query.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const rows = speakersFor(advertiser.id, call)
    .filter(({ type }) => query.identity_type === undefined || type === query.identity_type)
    .filter(({ business }) => [undefined, business].includes(query.identity_authorized_bc_id))
    .filter((each) => each.name.toLowerCase().includes((query.filtering?.keyword ?? '').toLowerCase()))
    .map(row);
  const { items, info: pageInfo } = pageOf(rows, query);
  // Without a type, TikTok's counts are 0 (documented).
  const zeros = { page: 0, page_size: 0, total_number: 0, total_page: 0 };
  return accepted({ identity_list: items, page_info: query.identity_type === undefined ? zeros : pageInfo });
}

function info(query: z.output<typeof Info>, call: Call): Reply {
  const advertiser = advertiserFor(query.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const speaker = speakerFor(query, advertiser.id, call);
  if ('refusal' in speaker) return speaker.refusal;
  return accepted({ identity_info: { ...row(speaker), profile_image_url: 'https://example.com/profile.jpg' } });
}

function create(body: z.output<typeof Create>, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
  const { tiktok } = call.state.world;
  const taken = new Set(tiktok.identities.map((each) => each.id));
  let n = 1;
  while (taken.has(`identity-${n}`)) n += 1;
  tiktok.identities.push({
    id: `identity-${n}`,
    type: 'CUSTOMIZED_USER',
    name: body.display_name,
    advertisers: [advertiser.id],
    status: 'AVAILABLE',
  });
  return accepted({ identity_id: `identity-${n}` });
}

function remove(body: z.output<typeof Delete>, call: Call): Reply {
  const advertiser = advertiserFor(body.advertiser_id, call);
  if ('refusal' in advertiser) return advertiser.refusal;
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
