import type { DesiredLayer, Fields, LiveLayer, Settings } from '../model/index.ts';

/** One layer, desired and live: the input of every rule. */
export type Pair = {
  readonly desired: DesiredLayer;
  /** Desired fields in wire form: the cap as the number at Layers. */
  readonly desiredWire: Fields;
  readonly live: LiveLayer;
  readonly settings: Settings;
  /**
   * Desired fields at the base, in wire form. `new`: the document did not exist. Absent: without a base, so every
   * difference is a change.
   */
  readonly base?: Fields | 'new';
};

/** The currency of the ad account in the document: from TikTok if known, else from Layers. */
export function currencyOf({ desired, live }: Pick<Pair, 'desired' | 'live'>): string | undefined {
  if (live.account.state === 'seen') return live.account.facts.currency;
  return live.accounts.find((account) => account.advertiserId === desired.fields.adAccountId)?.currency;
}

/** The IANA time zone of this layer's months. */
export function timezoneOf({ live }: Pick<Pair, 'live'>): string {
  return live.account.state === 'seen' ? live.account.facts.timezone : 'UTC';
}
