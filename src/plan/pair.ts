import type { DesiredLayer, Fields, LiveLayer, Settings } from '../model/index.ts';

/** One layer, as it should be and as it is, with what every rule may look at. */
export type Pair = {
  readonly desired: DesiredLayer;
  /** What the document wants, in wire form: the cap as the number that Layers would hold. */
  readonly desiredWire: Fields;
  readonly live: LiveLayer;
  readonly settings: Settings;
  /**
   * What the document wanted at the base, in wire form. `new`: there was no such document. Absent: there is no base,
   * and every difference is a change.
   */
  readonly base?: Fields | 'new';
};

/** The currency of the ad account that the document names: TikTok's word first, then Layers'. */
export function currencyOf({ desired, live }: Pick<Pair, 'desired' | 'live'>): string | undefined {
  if (live.account.state === 'seen') return live.account.facts.currency;
  return live.accounts.find((account) => account.advertiserId === desired.fields.adAccountId)?.currency;
}

/** The IANA time zone in which this layer's months are counted. */
export function timezoneOf({ live }: Pick<Pair, 'live'>): string {
  return live.account.state === 'seen' ? live.account.facts.timezone : 'UTC';
}
