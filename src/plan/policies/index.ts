import type { CapUnit, PlanShard, PolicyName, Refusal, SumRow } from '../../model/index.ts';
import { accountSwitch } from './account-switch.ts';
import { capBelowSpend } from './cap-below-spend.ts';
import { capIncrease } from './cap-increase.ts';
import { capMax } from './cap-max.ts';
import { capTotal } from './cap-total.ts';
import { capUnit } from './cap-unit.ts';
import { freeze } from './freeze.ts';
import { modeSwitch } from './mode-switch.ts';
import { owner } from './owner.ts';
import { pin } from './pin.ts';
import { pixelOwner } from './pixel-owner.ts';
import type { Policy, PolicyInput } from './policy.ts';
import { protectedLayer } from './protected.ts';
import { share } from './share.ts';

/** Ownership first, then money, then the rest: the order for the reader. */
const POLICIES: readonly (readonly [PolicyName, Policy | 'of a sum'])[] = [
  ['owner', owner],
  ['pin', pin],
  ['account-switch', accountSwitch],
  ['mode-switch', modeSwitch],
  ['pixel-owner', pixelOwner],
  ['cap-unit', capUnit],
  ['cap-max', capMax],
  ['cap-total', 'of a sum'],
  ['cap-increase', capIncrease],
  ['cap-below-spend', capBelowSpend],
  ['protected', protectedLayer],
  ['freeze', freeze],
  ['share', 'of a sum'],
];

/** Refusals that one layer decides. */
export function layerRefusals(input: PolicyInput): readonly Refusal[] {
  return POLICIES.flatMap(([, policy]) => (policy === 'of a sum' ? [] : policy(input)));
}

/** Refusals that the sum of all documents decides. */
export function sumRefusals(
  rows: readonly SumRow[],
  limits: PlanShard['limits'],
  unit: CapUnit | undefined,
): readonly Refusal[] {
  return [...capTotal(rows, limits.capTotal, unit), ...share(rows, limits.share)];
}

const RANKS: ReadonlyMap<PolicyName, number> = new Map(POLICIES.map(([name], index) => [name, index]));

type Ordered = Pick<Refusal, 'policy' | 'subject'> & Partial<Pick<Refusal, 'message'>>;

/** Refusals or allowances by policy, then by subject: the same order for a plan and for its shards. */
export function inOrder<T extends Ordered>(refusals: readonly T[]): readonly T[] {
  const rank = ({ policy }: T): number => RANKS.get(policy) ?? RANKS.size;
  const compare = (a = '', b = ''): number => (a < b ? -1 : Number(a > b));
  return refusals.toSorted(
    (a, b) => rank(a) - rank(b) || compare(a.subject, b.subject) || compare(a.message, b.message),
  );
}
