import {
  amountText,
  type CapUnit,
  type Money,
  moneyFromWire,
  moneyWords,
  nameList,
  type PlannedRow,
  type PolicySettings,
  type Refusal,
  type SumRow,
  type UnplannedRow,
  type WrittenCap,
} from '../../model/index.ts';

/**
 * Layers outside of the plan count with the caps of their documents: otherwise many small diffs would each stay far
 * below the total. So do removed documents, whose caps stay live: otherwise a new layer could take their place.
 */
export function capTotal(
  rows: readonly SumRow[],
  limits: PolicySettings['capTotal'],
  unit: CapUnit | undefined,
): readonly Refusal[] {
  if (limits === undefined) return [];
  const planned = rows.flatMap((row) => (row.state === 'planned' ? [row] : []));
  const unplanned = rows.flatMap((row) => (row.state === 'planned' ? [] : [row]));
  const currencies = [...new Set(planned.flatMap(({ raises }) => raises ?? []))].sort();
  return currencies.flatMap((currency): readonly Refusal[] => {
    const limit = limits.find((each) => each.currency === currency);
    if (limit === undefined)
      return [refusal(currency, `cap-total has no amount in ${currency}, so the sum of its caps cannot be checked.`)];
    const fault = unknownSum(unplanned, currency);
    if (fault !== undefined) return [refusal(currency, fault)];
    const caps = [
      ...planned.map((row) => capAfter(row, currency, unit)),
      ...unplanned.map(({ cap }) => capOfOther(cap, currency, unit)),
    ];
    if (caps.includes('unknown')) {
      return [
        refusal(currency, `A cap or its unit is unknown, so the sum of the caps in ${currency} cannot be checked.`),
      ];
    }
    const sum = caps.reduce<number>((total, cap) => total + (typeof cap === 'object' ? cap.minor : 0), 0);
    if (sum <= limit.minor) return [];
    const left = unplanned.filter(
      ({ state, cap }) => state === 'removed' && capOfOther(cap, currency, unit) !== undefined,
    ).length;
    const bare = unplanned.filter(({ cap }) => typeof cap === 'number').length;
    return [
      refusal(
        currency,
        `The caps together would be ${moneyWords({ minor: sum, currency })}; the limit is ${amountText(limit)}.${removedText(left)}${recordedText(planned, currency)}${bareText(bare, currency)}`,
      ),
    ];
  });
}

/** Why the sum cannot be checked: an invalid document, or an unread layer whose document sets no cap. */
function unknownSum(rows: readonly UnplannedRow[], currency: string): string | undefined {
  const invalid = rows.filter(({ state }) => state === 'invalid').map(({ file }) => file);
  if (invalid.length > 0)
    return `The sum of the caps in ${currency} cannot be checked, because a document is invalid: ${nameList(invalid)}.`;
  const silent = rows.filter(({ state, cap }) => state === 'unread' && cap === undefined).map(({ name }) => name);
  return silent.length === 0
    ? undefined
    : `The sum of the caps in ${currency} cannot be checked: ${nameList(silent)} could not be read, and no document sets the cap.`;
}

/** `undefined` without a cap in this currency. A cap that is neither in a document nor live is not counted. */
function capAfter(
  { cap, currency: own, before }: PlannedRow,
  currency: string,
  unit: CapUnit | undefined,
): Money | 'unknown' | undefined {
  if (own !== undefined && own !== currency) return undefined;
  if (cap !== undefined) return moneyOf(cap, own, unit) ?? 'unknown';
  if (before === 'unitless') return 'unknown';
  return typeof before === 'object' ? before : undefined;
}

/**
 * Of a layer that was not read. The currency of a bare number is then unknown: it counts, so that the sum is never too
 * small.
 */
function capOfOther(
  cap: WrittenCap | undefined,
  currency: string,
  unit: CapUnit | undefined,
): Money | 'unknown' | undefined {
  if (cap === undefined || (typeof cap === 'object' && cap.currency !== currency)) return undefined;
  return moneyOf(cap, currency, unit) ?? 'unknown';
}

function moneyOf(cap: WrittenCap, currency: string | undefined, unit: CapUnit | undefined): Money | undefined {
  if (typeof cap === 'object') return cap;
  return unit === undefined || currency === undefined ? undefined : moneyFromWire(cap, unit, currency);
}

function removedText(number: number): string {
  if (number === 0) return '';
  return ` This includes the ${number === 1 ? 'cap of 1 removed document, which stays' : `caps of ${number} removed documents, which stay`} live.`;
}

/** Number of caps in the sum that come only from the ledger. */
function recordedText(planned: readonly PlannedRow[], currency: string): string {
  const number = planned.filter((row) => row.recorded === true && row.currency === currency).length;
  if (number === 0) return '';
  return ` ${number === 1 ? '1 of these caps is' : `${number} of these caps are`} only recorded.`;
}

function bareText(number: number, currency: string): string {
  if (number === 0) return '';
  const documents = number === 1 ? '1 document' : `${number} documents`;
  return ` This includes ${documents} without a currency, counted as ${currency}; add the currency if it is different.`;
}

function refusal(subject: string, message: string): Refusal {
  return { policy: 'cap-total', subject, message };
}
