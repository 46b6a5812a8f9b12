import { expect, test } from 'vitest';
import type { LiveLayer, Money } from '../../src/model/index.ts';
import { fundsOf, fundsText } from '../../src/plan/funds.ts';
import { ACCOUNT, aDesired, aLive, someFacts, theSettings } from '../support/layers.ts';

const usd = (minor: number): Money => ({ minor, currency: 'USD' });
const checks = { balanceMin: [usd(50_000), { minor: 900, currency: 'JPY' }] };

const atTikTok = (balance?: Money): Partial<LiveLayer> => ({
  account: { state: 'seen', facts: someFacts(balance && { balance }) },
});
const atLayers = (wallet?: Money): Partial<LiveLayer> => ({
  accounts: [{ advertiserId: ACCOUNT, name: 'Acme iOS', ...(wallet && { wallet }) }],
});

test.each<{
  name: string;
  why: string;
  mode: 'agency' | 'byo';
  live: Partial<LiveLayer>;
  limits?: typeof checks;
  isLow: boolean;
  text: string;
}>([
  {
    name: 'money in the account',
    why: 'enough',
    mode: 'byo',
    live: atTikTok(usd(1)),
    isLow: false,
    text: 'TikTok shows a balance of 0.01 USD',
  },
  {
    name: 'an empty account',
    why: 'no ad runs',
    mode: 'byo',
    live: atTikTok(usd(0)),
    isLow: true,
    text: 'TikTok shows a balance of 0.00 USD',
  },
  {
    name: 'a debt',
    why: 'no ad runs',
    mode: 'byo',
    live: atTikTok(usd(-5)),
    isLow: true,
    text: 'TikTok shows a balance of -0.05 USD',
  },
  {
    name: 'a balance that is not shown',
    why: 'unknown is not 0',
    mode: 'byo',
    live: atTikTok(),
    isLow: false,
    text: 'TikTok shows no balance',
  },
  {
    name: 'less than the limit',
    why: 'reported early',
    mode: 'byo',
    live: atTikTok(usd(49_999)),
    limits: checks,
    isLow: true,
    text: 'TikTok shows a balance of 499.99 USD',
  },
  {
    name: 'the limit',
    why: 'not below',
    mode: 'byo',
    live: atTikTok(usd(50_000)),
    limits: checks,
    isLow: false,
    text: 'TikTok shows a balance of 500.00 USD',
  },
  {
    name: 'yen',
    why: 'of the same currency',
    mode: 'byo',
    live: atTikTok({ minor: 899, currency: 'JPY' }),
    limits: checks,
    isLow: true,
    text: 'TikTok shows a balance of 899 JPY',
  },
  {
    name: 'a currency without a limit',
    why: 'amounts of two currencies are not compared',
    mode: 'byo',
    live: atTikTok({ minor: 1, currency: 'EUR' }),
    limits: checks,
    isLow: false,
    text: 'TikTok shows a balance of 0.01 EUR',
  },
  {
    name: 'an empty wallet',
    why: 'Layers pauses the ads',
    mode: 'agency',
    live: { ...atTikTok(usd(9)), ...atLayers(usd(0)) },
    isLow: true,
    text: 'Layers shows a wallet balance of 0.00 USD',
  },
  {
    name: 'a wallet that is not shown',
    why: 'the account at TikTok does not pay',
    mode: 'agency',
    live: { ...atTikTok(usd(0)), ...atLayers() },
    isLow: false,
    text: 'Layers shows no wallet balance',
  },
])('$name: $why', ({ mode, live, limits, isLow, text }) => {
  const settings = theSettings(limits === undefined ? {} : { checks: limits });
  const funds = fundsOf({ desired: aDesired({ fields: { mode } }), live: { ...aLive(), ...live }, settings });
  expect(funds?.isLow).toBe(isLow);
  expect(funds && fundsText(funds, ACCOUNT)).toContain(`${text} for ad account ${ACCOUNT}`);
});
