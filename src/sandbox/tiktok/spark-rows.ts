import type { JsonObject } from '../core/json.ts';
import { spaced } from './rows.ts';
import type { State } from './state.ts';
import type { SparkPost } from './world.ts';

/** Whether a code has expired. An expired code cannot be revived. */
export function hasEnded({ ends }: SparkPost, now: Date): boolean {
  return new Date(ends) <= now;
}

/**
 * A post as in `/tt_video/info/` and `/tt_video/list/`. Times are UTC.
 *
 * Source: business-api.tiktok.com GET /tt_video/info/ (documented); the status EXPIRED was observed by third parties.
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
