import {
  amountText,
  changeAt,
  groupBy,
  type LiveValue,
  type Money,
  moneyFromWire,
  moneyWords,
  type Plan,
} from '../../model/index.ts';
import { codeSpan } from '../parts/escape.ts';
import { growthText } from '../parts/growth.ts';
import { presentChanges } from './adoptions.ts';

/** A rise of the cap that some layers have in common. */
type Raise = {
  /** Never empty. */
  readonly layers: readonly string[];
  /** `none`: the layer has no cap. */
  readonly from: Money | 'none' | 'unknown';
  readonly to: Money;
};

const MAX_RAISES = 5;

/** Names of the layers whose cap rises, or may rise. */
export function raisedLayers(plan: Pick<Plan, 'layers' | 'costCapUnit'>): ReadonlySet<string> {
  return new Set(raisesOf(plan).flatMap(({ layers }) => layers));
}

/**
 * The largest raises of one currency, by the amount that they add together. Empty if one layer changes: its values are
 * open on the page.
 */
export function raisesAsMarkdown(plan: Plan, currency: string): readonly string[] {
  if (plan.layers.filter(({ changes }) => changes.length > 0).length < 2) return [];
  const raises = raisesOf(plan).filter(({ to }) => to.currency === currency);
  const largest = raises.toSorted((one, other) => addedBy(other) - addedBy(one)).slice(0, MAX_RAISES);
  const rest = raises.length - largest.length;
  return [
    ...largest.map((raise) => `  - ${raiseText(raise)}`),
    ...(rest > 0 ? [`  - and ${rest} smaller raises`] : []),
  ];
}

function raisesOf({ layers, costCapUnit: unit }: Pick<Plan, 'layers' | 'costCapUnit'>): readonly Raise[] {
  const raises = layers.flatMap(({ name, currency, changes }): readonly Raise[] => {
    const field = changeAt(
      presentChanges(changes).flatMap(({ fields }) => fields),
      'monthlyCostCap',
    );
    if (field === undefined || unit === null || currency === null) return [];
    const amount = (value: unknown) => (typeof value === 'number' ? moneyFromWire(value, unit, currency) : undefined);
    const to = amount(field.after);
    const from = fromOf(field.before, amount);
    const rises = to !== undefined && (typeof from === 'string' || to.minor > from.minor);
    return rises ? [{ layers: [name], from, to }] : [];
  });
  const groups = groupBy(raises, ({ from, to }) => JSON.stringify([from, to]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, layers: group.flatMap(({ layers: names }) => names) }];
  });
}

function fromOf(before: LiveValue, amount: (value: unknown) => Money | undefined): Raise['from'] {
  if (before.provenance === 'unknown') return 'unknown';
  return before.value === undefined || before.value === null ? 'none' : (amount(before.value) ?? 'unknown');
}

/** In minor units. A cap that is unknown or new counts from 0. */
function addedBy({ layers, from, to }: Raise): number {
  return layers.length * (to.minor - (typeof from === 'string' ? 0 : from.minor));
}

function raiseText({ layers, from, to }: Raise): string {
  const [first = ''] = layers;
  const of = layers.length === 1 ? codeSpan(first) : `${layers.length} layers, each`;
  if (typeof from === 'string') return `${of} ${from === 'none' ? 'no cap' : '(unknown)'} → ${moneyWords(to)}`;
  const growth = growthText(from.minor, to.minor) ?? '';
  return `${of} ${amountText(from)} → ${moneyWords(to)} (${growth})`;
}
