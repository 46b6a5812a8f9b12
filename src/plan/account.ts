import type { DesiredLayer, LiveLayer } from '../model/index.ts';

type AccountOwner = { readonly desired: DesiredLayer; readonly live: LiveLayer };

/** Of the ad account in the document: from TikTok if known, else from Layers. */
export function currencyOf({ desired, live }: AccountOwner): string | undefined {
  if (live.account.state === 'seen') return live.account.facts.currency;
  return live.accounts.find((account) => account.advertiserId === desired.fields.adAccountId)?.currency;
}

/** Of the ad account in the document: from TikTok if known, else from Layers. */
export function accountNameOf({ desired, live }: AccountOwner): string | undefined {
  if (live.account.state === 'seen') return live.account.facts.name;
  return live.accounts.find((account) => account.advertiserId === desired.fields.adAccountId)?.name;
}

/** The IANA time zone of this layer's months. */
export function timezoneOf({ live }: Pick<AccountOwner, 'live'>): string {
  return live.account.state === 'seen' ? live.account.facts.timezone : 'UTC';
}
