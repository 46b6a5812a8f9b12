import { type DesiredLayer, type LiveLayer, type Money, moneyWords, type Settings } from '../model/index.ts';

/** Where the money for ads is: in agency mode the wallet at Layers, otherwise the ad account at TikTok. */
export type Funds = {
  readonly source: 'wallet' | 'balance';
  /** Absent: not shown, which is not 0. */
  readonly amount?: Money;
  /** The amount is not above zero, or below the limit of the settings. */
  readonly isLow: boolean;
  /** The limit of the settings in this currency. */
  readonly limit?: Money;
};

type Funded = { readonly desired: DesiredLayer; readonly live: LiveLayer; readonly settings: Settings };

/** `undefined` without a mode or an ad account. */
export function fundsOf({ desired, live, settings }: Funded): Funds | undefined {
  const { mode, adAccountId: id } = desired.fields;
  if (mode === undefined || id === undefined) return undefined;
  const source = mode === 'agency' ? 'wallet' : 'balance';
  const bound = live.accounts.find(({ advertiserId }) => advertiserId === id);
  const balance = live.account.state === 'seen' ? live.account.facts.balance : undefined;
  const amount = source === 'wallet' ? bound?.wallet : balance;
  if (amount === undefined) return { source, isLow: false };
  const limit = settings.checks?.balanceMin?.find(({ currency }) => currency === amount.currency);
  const isLow = amount.minor <= 0 || (limit !== undefined && amount.minor < limit.minor);
  return { source, amount, isLow, ...(limit !== undefined && { limit }) };
}

/** `TikTok shows a balance of 12.00 USD for ad account 7…, under the 50.00 USD of checks.balance-min`. */
export function fundsText({ source, amount, isLow, limit }: Funds, account: string): string {
  const shown =
    source === 'wallet'
      ? `Layers shows ${amount === undefined ? 'no' : 'a'} wallet balance`
      : `TikTok shows ${amount === undefined ? 'no' : 'a'} balance`;
  const words = amount === undefined ? '' : ` of ${moneyWords(amount)}`;
  const below = isLow && limit !== undefined ? `, under the ${moneyWords(limit)} of checks.balance-min` : '';
  return `${shown}${words} for ad account ${account}${below}`;
}

/** What a person does about too little money. */
export const FUND_REMEDY: Readonly<Record<Funds['source'], string>> = {
  wallet: 'Ask the organization to top up its wallet: Layers pauses agency ads while it is low.',
  balance: 'Add money to the ad account in TikTok Ads Manager, unless it pays by invoice.',
};
