import { isMap, type Value } from '../../model/index.ts';

/**
 * `+7.2 %`, `-12.5 %`: rounded away from zero, so that a raise above a limit never reads like one at it. `undefined` if
 * either side is not a positive amount, or nothing changes.
 */
export function growthText(before: Value | undefined, after: Value): string | undefined {
  const [from, to] = [amountIn(before), amountIn(after)];
  if (from === undefined || to === undefined || from === to) return undefined;
  const tenths = (Math.abs(to - from) / from) * 1000;
  // Binary fractions: without the tolerance, 10 % may become 10.1 %.
  const percent = (Math.ceil(tenths - 1e-6) / 10).toFixed(1).replace(/\.0$/, '');
  return `${to > from ? '+' : '-'}${percent} %`;
}

/** Of a number, or of a monthly budget. */
function amountIn(value: Value | undefined): number | undefined {
  const amount = isMap(value) ? Number(value.amount ?? Number.NaN) : value;
  return typeof amount === 'number' && amount > 0 ? amount : undefined;
}
