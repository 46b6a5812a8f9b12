/** Whole minor units (cents; yen has none and counts yen) of an ISO 4217 currency. */
export type Money = { readonly minor: number; readonly currency: string };

/** Unit of a bare number on the wire. */
export type CapUnit = 'major' | 'minor';

/**
 * If not two.
 *
 * Source: ISO 4217 (documented), for the currencies that TikTok takes for ad accounts and events.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}; // prettier-ignore

/**
 * Currencies of ad accounts and events at TikTok; any other in a document is a typing mistake.
 *
 * Source: business-api.tiktok.com portal/docs, Events API 2.0 currency list and the campaign budget table (documented).
 */
export const CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED ARS AUD BDT BHD BIF BOB BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GTQ HKD HNL HUF IDR ILS INR ISK ' +
    'JPY KES KHR KRW KWD KZT MAD MOP MXN MYR NGN NIO NOK NZD OMR PEN PHP PKR PLN PYG QAR RON RUB SAR SEK SGD THB TRY ' +
    'TWD UAH USD UYU VEF VES VND ZAR'
  ).split(' '),
);

/** 2 for USD, 0 for JPY. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** `2 decimals`, `no decimals`. */
export function decimalsText(exponent: number): string {
  return exponent === 0 ? 'no decimals' : `${exponent} decimals`;
}

/** Including trailing zeros: 3 for `30.000`, 1 for `2.50e1`, 0 for `3e4`. */
export function decimalsOf(written: string): number {
  const [, decimals = '', exponent = '0'] = /^[-+]?\d*(?:\.(\d*))?(?:e([-+]?\d{1,4}))?$/i.exec(written) ?? [];
  return Math.max(0, decimals.length - Number(exponent));
}

export const MAX_CURRENCY_DECIMALS = Math.max(2, ...Object.values(EXPONENTS));

/**
 * From decimal text in major units; `undefined` if it has more decimals than the currency, is not plain decimal, or
 * does not fit.
 */
export function moneyFromMajor(text: string, currency: string): Money | undefined {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const exponent = exponentOf(currency);
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (decimals.length > exponent) return undefined;
  const minor = Number(`${match[1]}${decimals.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

/**
 * From major units, rounded up so that spend is never too low: 12.341 USD is 12.35. `undefined` if the text is not
 * plain decimal, or does not fit.
 */
export function moneyRoundedUp(text: string, currency: string): Money | undefined {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const exponent = exponentOf(currency);
  const decimals = (match[2] ?? '').padEnd(exponent, '0');
  const whole = Number(`${match[1]}${decimals.slice(0, exponent)}`);
  const minor = /[1-9]/.test(decimals.slice(exponent)) ? whole + 1 : whole;
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

/** From major units, rounded down so that a balance is never too high; may be negative. `undefined` as above. */
export function moneyRoundedDown(text: string, currency: string): Money | undefined {
  if (text.startsWith('-')) {
    const owed = moneyRoundedUp(text.slice(1), currency);
    return owed && { minor: 0 - owed.minor, currency };
  }
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const exponent = exponentOf(currency);
  const minor = Number(`${match[1]}${(match[2] ?? '').padEnd(exponent, '0').slice(0, exponent)}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

/** Exact decimal text in major units, not grouped: `{ minor: 3000050, currency: 'USD' }` is `30000.50`. */
export function majorText({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return String(minor);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Grouped, without the currency: `30,000.00`; for yen `30,000`. */
export function amountText(money: Money): string {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(.*)$/.exec(majorText(money)) ?? [];
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${decimals}`;
}

/** `30,000.00 USD`. For display: a document does not allow grouping. */
export function moneyWords(money: Money): string {
  return `${amountText(money)} ${money.currency}`;
}

/** In units of the wire. */
export function wireFromMoney(money: Money, unit: CapUnit): number {
  return unit === 'minor' ? money.minor : Number(majorText(money));
}

/** `undefined` if it is not a valid amount of that currency. */
export function moneyFromWire(wire: number, unit: CapUnit, currency: string): Money | undefined {
  if (!Number.isFinite(wire) || wire < 0) return undefined;
  const whole = unit === 'minor' ? wire : wire * 10 ** exponentOf(currency);
  if (Number.isSafeInteger(wire) && Number.isSafeInteger(whole)) return { minor: whole, currency };
  if (unit === 'minor') return undefined;
  return moneyFromMajor(plainDecimal(wire), currency);
}

/** A document cannot contain `1e21`, but a foreign number may print in that form. */
function plainDecimal(wire: number): string {
  const text = String(wire);
  if (!/e/i.test(text)) return text;
  // The smallest have more decimals than any currency: they must not become 0.
  return wire < 1 ? wire.toFixed(20) : wire.toFixed(0);
}
