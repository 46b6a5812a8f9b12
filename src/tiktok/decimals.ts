/** The exact sum; `undefined` if either is not a plain decimal. */
export function addDecimals(one: string, other: string): string | undefined {
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a === undefined || b === undefined) return undefined;
  const scale = Math.max(a.scale, b.scale);
  const sum = scaled(a, scale) + scaled(b, scale);
  if (scale === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Below 0 if the first is less, 0 if they are equal: `1.50` is `1.5`. Text that is not a plain decimal counts as 0. */
export function compareDecimals(one: string, other: string): number {
  const [a, b] = [partsOf(one) ?? ZERO, partsOf(other) ?? ZERO];
  const scale = Math.max(a.scale, b.scale);
  return Number(scaled(a, scale) - scaled(b, scale));
}

type Parts = { readonly digits: bigint; readonly scale: number };

const ZERO: Parts = { digits: 0n, scale: 0 };

function scaled({ digits, scale }: Parts, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

function partsOf(text: string): Parts | undefined {
  const match = /^(-?)(\d{1,18})(?:\.(\d{1,40}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  return { digits: BigInt(`${sign}${whole}${decimals}`), scale: decimals.length };
}
