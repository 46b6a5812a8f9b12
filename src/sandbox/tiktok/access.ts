import { firstFree } from '../core/first-free.ts';
import { declined, PERMISSION_ERROR, type Reply } from './envelope.ts';
import type { Call } from './route.ts';
import type { Advertiser, BusinessCenter, Pixel, TikTokToken, TikTokWorld } from './world.ts';

type Refused = { readonly refusal: Reply };

/**
 * The ad accounts. One that the token cannot read fails the whole call, and the message names it (observed by third
 * parties).
 */
export function advertisersFor(ids: readonly string[], { state, token }: Call): readonly Advertiser[] | Refused {
  const found: Advertiser[] = [];
  for (const advertiserId of ids) {
    const advertiser = state.world.tiktok.advertisers.find((candidate) => candidate.id === advertiserId);
    if (advertiser === undefined) {
      return { refusal: declined(PERMISSION_ERROR, `advertiser ${advertiserId} doesn't exist or has been deleted.`) };
    }
    if (!token.advertisers.includes(advertiserId)) {
      return {
        refusal: declined(PERMISSION_ERROR, `You don't have permission to operate advertiser ${advertiserId}.`),
      };
    }
    found.push(advertiser);
  }
  return found;
}

export function advertiserFor(advertiserId: string, call: Call): Advertiser | Refused {
  const found = advertisersFor([advertiserId], call);
  if ('refusal' in found) return found;
  const [advertiser] = found;
  // One id gives one account or a refusal.
  return (
    advertiser ?? {
      refusal: declined(PERMISSION_ERROR, `advertiser ${advertiserId} doesn't exist or has been deleted.`),
    }
  );
}

/** A route on one ad account. */
export function forAdvertiser<Q extends { readonly advertiser_id: string }>(
  reply: (query: Q, advertiser: Advertiser, call: Call) => Reply,
): (query: Q, call: Call) => Reply {
  return (query, call) => {
    const advertiser = advertiserFor(query.advertiser_id, call);
    return 'refusal' in advertiser ? advertiser.refusal : reply(query, advertiser, call);
  };
}

export type Member = {
  readonly name: string;
  readonly role: 'ADMIN' | 'STANDARD';
  readonly finance: 'MANAGER' | 'ANALYST' | undefined;
};

/** All members of a Business Center. One with only a name is an admin and a finance manager. */
export function membersOf(business: BusinessCenter): readonly Member[] {
  return business.members.map((member) =>
    typeof member === 'string'
      ? { name: member, role: 'ADMIN', finance: 'MANAGER' }
      : { name: member.name, role: member.role, finance: member.finance },
  );
}

/** The role of the token's user in a Business Center; `undefined` if it is not a member. */
export function membershipOf(business: BusinessCenter, token: TikTokToken): Member | undefined {
  return membersOf(business).find(({ name }) => name === token.user);
}

/** Permission in a Business Center. `finance` can read its money, `finance-manager` can also manage it. */
type Need = 'member' | 'admin' | 'finance' | 'finance-manager';

/**
 * A Business Center in which the token's user has a permission. One that does not exist is refused like a foreign one:
 * permission is checked before existence (inferred).
 *
 * Source: "Business Center" (second-hand documentation for the roles; 40001 is inferred).
 */
export function businessFor(businessId: string, need: Need, { state, token }: Call): BusinessCenter | Refused {
  const business = state.world.tiktok.businessCenters.find(({ id }) => id === businessId);
  const member = business && membershipOf(business, token);
  if (business === undefined || member === undefined || !meets(member, need)) {
    return { refusal: declined(PERMISSION_ERROR, `You don't have permission to operate bc ${businessId}.`) };
  }
  return business;
}

/** A route in one Business Center. */
export function inBusiness<Q extends { readonly bc_id: string }>(
  need: Need,
  reply: (query: Q, business: BusinessCenter, call: Call) => Reply,
): (query: Q, call: Call) => Reply {
  return (query, call) => {
    const business = businessFor(query.bc_id, need, call);
    return 'refusal' in business ? business.refusal : reply(query, business, call);
  };
}

function meets({ role, finance }: Member, need: Need): boolean {
  if (need === 'admin') return role === 'ADMIN';
  if (need === 'finance') return finance !== undefined;
  return need === 'member' || finance === 'MANAGER';
}

/** Ad accounts that a partner shares with a Business Center and that are visible now. */
export function sharedInto(business: string, { state }: Pick<Call, 'state'>) {
  return state.world.tiktok.shares.filter((share) => share.to === business && isVisible(share, { state }));
}

type Share = { readonly from: string; readonly to: string; readonly visibleFrom?: string | null | undefined };

/** Whether a share counts now: its time has come, and the partnership is active. */
export function isVisible({ from, to, visibleFrom }: Share, { state }: Pick<Call, 'state'>): boolean {
  const hasBegun = visibleFrom === undefined || (visibleFrom !== null && new Date(visibleFrom) <= state.now());
  return (
    hasBegun && state.world.tiktok.partnerships.some((each) => each.state === 'active' && isBetween(each, from, to))
  );
}

/** Whether a partnership is between these two, in either direction. */
export function isBetween(each: { readonly from: string; readonly to: string }, one: string, other: string): boolean {
  return (each.from === one && each.to === other) || (each.from === other && each.to === one);
}

/** Whether a Business Center owns an ad account, or uses a shared one. */
export function canUse(business: string, advertiser: Advertiser, call: Pick<Call, 'state'>): boolean {
  return (
    advertiser.ownerBusiness === business ||
    sharedInto(business, call).some((share) => share.advertiser === advertiser.id)
  );
}

/** Whether an ad account can use a pixel: its own, or one linked to it. */
export function sees(advertiser: string, pixel: Pixel): boolean {
  return pixel.owner === advertiser || pixel.linkedTo.includes(advertiser);
}

/** The first unused id from a base on. */
export function freshId(base: bigint, taken: readonly string[]): string {
  return firstFree(taken, (n) => String(base + BigInt(n)), 0);
}

export function nameOf(world: TikTokWorld, advertiser: string): string {
  return world.advertisers.find(({ id }) => id === advertiser)?.name ?? '';
}
