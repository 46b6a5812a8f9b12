import {
  type CapUnit,
  decimalsOf,
  decimalsText,
  type DesiredLayer,
  exponentOf,
  fail,
  type Fields,
  type Money,
  moneyFromWire,
  moneyWords,
  ok,
  type Problem,
  type Result,
  wireFromMoney,
} from '../model/index.ts';

/**
 * Only a cap with a currency changes: `"30000 USD"` becomes the number in the stated unit. Without a stated unit the
 * amount stays as written; `cap-unit` refuses such a plan.
 */
export function wireFields(
  desired: DesiredLayer,
  unit: CapUnit | undefined,
  currency: string | undefined,
): Result<Fields> {
  const { cap } = desired;
  if (cap === undefined) return ok(desired.fields);
  if (cap.written === 'money') {
    if (currency !== undefined && currency !== cap.money.currency)
      return problem(desired, otherCurrency(cap.money, currency));
    if (unit === undefined) return ok(desired.fields);
    return ok({ ...desired.fields, monthlyCostCap: wireFromMoney(cap.money, unit) });
  }
  if (decimalsOf(cap.text) > decimalsAllowed(unit, currency))
    return problem(desired, tooPrecise(cap.text, unit, currency));
  if (unit !== undefined && currency !== undefined && moneyFromWire(cap.wire, unit, currency) === undefined) {
    return problem(desired, noAmount(cap.wire, unit, currency));
  }
  return ok(desired.fields);
}

/** `undefined` if the unit or the currency is unknown. */
export function capAsMoney(value: unknown, unit: CapUnit | undefined, currency: string | undefined): Money | undefined {
  if (typeof value !== 'number' || unit === undefined || currency === undefined) return undefined;
  return moneyFromWire(value, unit, currency);
}

/** An amount with a currency needs no unit. */
export function desiredCap(
  desired: DesiredLayer,
  unit: CapUnit | undefined,
  currency: string | undefined,
): Money | undefined {
  if (desired.cap?.written === 'money') return desired.cap.money;
  return capAsMoney(desired.cap?.wire, unit, currency);
}

type Cause = Pick<Problem, 'code' | 'message' | 'remedy'>;

function otherCurrency(money: Money, currency: string): Cause {
  return {
    code: 'cap/currency',
    message: `The cap is ${moneyWords(money)}, and the ad account is in ${currency}.`,
    remedy: `Write the cap in ${currency}; reconcile does not convert money.`,
  };
}

/**
 * Of a bare cap, including trailing zeros: many readers take `30.000` for thirty thousand. A third decimal is accepted
 * only if the account's currency is known to have it.
 */
function decimalsAllowed(unit: CapUnit | undefined, currency: string | undefined): number {
  if (unit === 'minor') return 0;
  return currency === undefined ? 2 : exponentOf(currency);
}

function tooPrecise(text: string, unit: CapUnit | undefined, currency: string | undefined): Cause {
  const has = decimalsText(decimalsAllowed(unit, currency));
  const unknown = `the currency of the ad account is unknown, and most have ${has}`;
  const reason =
    unit === 'minor' ? `minor units have ${has}` : currency === undefined ? unknown : `${currency} has ${has}`;
  return {
    code: 'cap/amount',
    message: `The cap is written ${text}; ${reason}.`,
    remedy: `Write it with its currency and without thousands separators: "30000 ${currency ?? 'USD'}".`,
  };
}

function noAmount(wire: number, unit: CapUnit, currency: string): Cause {
  const digits = exponentOf(currency);
  return {
    code: 'cap/amount',
    message: `The cap ${wire} is no amount of ${currency} in ${unit} units, which has ${digits} decimals.`,
    remedy: unit === 'minor' ? 'Write a whole number of minor units.' : `Write at most ${digits} decimals.`,
  };
}

function problem(desired: DesiredLayer, cause: Cause): Result<never> {
  const location = desired.location.monthlyCostCap;
  return fail({ ...cause, layer: desired.name, ...(location && { location }) });
}
