import {
  amountText,
  type CapUnit,
  type DesiredLayer,
  type Money,
  moneyWords,
  nameList,
  type Refusal,
} from '../../model/index.ts';
import { currencyOf } from '../account.ts';
import { liveAt } from '../compare.ts';
import type { Pair } from '../pair.ts';
import { capAsMoney, desiredCap } from '../wire.ts';
import { capMoves, type Policy, type PolicyInput, rises } from './policy.ts';

/**
 * Layers outside of the plan count with the caps of their documents: otherwise many small diffs would each stay far
 * below the total. So do removed documents, whose caps stay live: otherwise a new layer could take their place.
 */
export const capTotal: Policy = (input) => {
  const limits = input.settings.policies.capTotal;
  if (limits === undefined) return [];
  const raised = capMoves(input).filter(rises);
  const currencies = [...new Set(raised.map((move) => move.currency ?? 'unknown'))].sort();
  return currencies.flatMap((currency): readonly Refusal[] => {
    const limit = limits.find((each) => each.currency === currency);
    if (limit === undefined)
      return [refusal(currency, `cap-total has no amount in ${currency}, so the sum of its caps cannot be checked.`)];
    if (input.invalid.length > 0) {
      const files = nameList(input.invalid.map(({ file }) => file));
      return [
        refusal(
          currency,
          `The sum of the caps in ${currency} cannot be checked, because a document is invalid: ${files}.`,
        ),
      ];
    }
    const staying = removedLayers(input);
    const unseen = [...input.others, ...input.unread, ...staying];
    const bare = unseen.filter(({ cap }) => cap?.written === 'bare').length;
    const silent = input.unread.filter(({ cap }) => cap === undefined).map(({ name }) => name);
    if (silent.length > 0) {
      return [
        refusal(
          currency,
          `The sum of the caps in ${currency} cannot be checked: ${nameList(silent)} could not be read, and no document sets the cap.`,
        ),
      ];
    }
    const caps = [
      ...input.planned.map(({ pair }) => capAfter(pair, currency, input.settings.costCapUnit)),
      ...unseen.map((other) => capOfOther(other, currency, input.settings.costCapUnit)),
    ];
    if (caps.includes('unknown')) {
      return [
        refusal(currency, `A cap or its unit is unknown, so the sum of the caps in ${currency} cannot be checked.`),
      ];
    }
    const left = staying.filter(
      (layer) => capOfOther(layer, currency, input.settings.costCapUnit) !== undefined,
    ).length;
    const sum = caps.reduce<number>((total, cap) => total + (typeof cap === 'object' ? cap.minor : 0), 0);
    if (sum <= limit.minor) return [];
    return [
      refusal(
        currency,
        `The caps together would be ${moneyWords({ minor: sum, currency })}; the limit is ${amountText(limit)}.${removedText(left)}${recordedText(input, currency)}${bareText(bare, currency)}`,
      ),
    ];
  });
};

/** `undefined` without a cap in this currency. */
function capAfter(pair: Pair, currency: string, unit: CapUnit | undefined): Money | 'unknown' | undefined {
  const own = pair.desired.cap?.written === 'money' ? pair.desired.cap.money.currency : currencyOf(pair);
  if (own !== undefined && own !== currency) return undefined;
  if (pair.desired.cap !== undefined) return desiredCap(pair.desired, unit, own) ?? 'unknown';
  const seen = liveAt(pair, 'monthlyCostCap');
  // A cap that is neither in a document nor live is not counted.
  if (seen.provenance === 'unknown' || seen.value === undefined || seen.value === null) return undefined;
  return capAsMoney(seen.value, unit, own) ?? 'unknown';
}

/** As they were at the base. */
function removedLayers({ base, removed }: PolicyInput): readonly DesiredLayer[] {
  const names = new Set(removed.map(({ name }) => name));
  return base.filter(({ name }) => names.has(name));
}

/**
 * Of a layer that was not read. The currency of a bare number is then unknown: it counts, so that the sum is never too
 * small.
 */
function capOfOther(desired: DesiredLayer, currency: string, unit: CapUnit | undefined): Money | 'unknown' | undefined {
  const { cap } = desired;
  if (cap === undefined || (cap.written === 'money' && cap.money.currency !== currency)) return undefined;
  return desiredCap(desired, unit, currency) ?? 'unknown';
}

function removedText(number: number): string {
  if (number === 0) return '';
  return ` This includes the ${number === 1 ? 'cap of 1 removed document, which stays' : `caps of ${number} removed documents, which stay`} live.`;
}

/** Number of caps in the sum that come only from the ledger. */
function recordedText({ planned }: PolicyInput, currency: string): string {
  const number = planned.filter(({ pair }) => {
    const seen = liveAt(pair, 'monthlyCostCap');
    const isRecorded = seen.provenance === 'recorded' && typeof seen.value === 'number';
    return isRecorded && pair.desired.cap === undefined && currencyOf(pair) === currency;
  }).length;
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
