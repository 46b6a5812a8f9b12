/**
 * The exact sum of two plain decimals, with as many decimals as the longer one; `undefined` if either is not a plain
 * decimal.
 */
export function addDecimals(one: string, other: string): string | undefined {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a === undefined || b === undefined) return undefined;
  const scale = Math.max(a.scale, b.scale);
  const sum = a.digits * 10n ** BigInt(scale - a.scale) + b.digits * 10n ** BigInt(scale - b.scale);
  if (scale === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function partsOf(text: string): { readonly digits: bigint; readonly scale: number } | undefined {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,40}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  return { digits: BigInt(`${sign}${whole}${decimals}`), scale: decimals.length };
}

/**
 * An amount, given as a JSON number or as text, as plain decimal text. `undefined` if it is negative, has an exponent,
 * or has more than six decimals, as floating-point sums do.
 */
export function plainDecimal(amount: number | string): string | undefined {
  const text = String(amount);
  return /^\d{1,15}(\.\d{1,6})?$/.test(text) ? text : undefined;
}
