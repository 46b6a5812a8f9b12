import { expect, test } from 'vitest';
import type { DesiredLayer, LiveLayer, Owner, PolicySettings, Refusal, Settings } from '../../src/model/index.ts';
import { aDesired, aLive, NOON, OURS, planOf, type Sight, theSettings, type DesiredCase } from '../support/layers.ts';
import { api } from '../support/plan.ts';

/** One or several layers, and the refusals of their plan. */
export type PolicyCase = {
  readonly name: string;
  readonly why: string;
  readonly desired?: DesiredCase;
  readonly sight?: Sight;
  readonly several?: { readonly desired: readonly DesiredLayer[]; readonly live: readonly LiveLayer[] };
  /** Documents that the plan skips. */
  readonly others?: readonly DesiredLayer[];
  /** Documents of the base that no longer exist. */
  readonly removed?: readonly DesiredLayer[];
  readonly limits?: Partial<PolicySettings>;
  readonly unit?: Settings['costCapUnit'] | null;
  readonly owner?: Owner;
  readonly today?: Date;
  /** `policy=subject`, as in `--allow`. */
  readonly refused: readonly string[];
  /** Words that the refusals must have: they name the harm. */
  readonly says?: readonly string[];
};

/** The relay is off and is turned on: a change without money. */
export const relayOff: Sight = { seen: { 'capi.enabled': api(false) } };

function planFor(
  { desired: given, sight, several, others = [], removed = [], limits, unit, owner = OURS, today = NOON }: PolicyCase,
  allow: readonly Refusal[] = [],
) {
  const { desired, live } = several ?? { desired: aDesired(given), live: aLive(sight) };
  const settings = theSettings({ ...(limits && { policies: limits }), ...(unit !== undefined && { unit }) });
  const base = { commit: 'base', desired: removed, fixDrift: false };
  return planOf(desired, live, { settings, owner, allow, others, today, ...(removed.length > 0 && { base }) });
}

/** Each case as it is, with each of its refusals lifted, and with allowances that miss. */
export function policyTable(cases: readonly PolicyCase[]): void {
  test.each(cases)('$name: $why', (given) => {
    const { refusals } = planFor(given);
    expect(refusals.map(({ policy, subject }) => `${policy}=${subject}`)).toEqual(given.refused);
    const all = refusals.map(({ message }) => message).join('\n');
    for (const words of given.says ?? []) expect(all).toContain(words);
  });

  const refusing = cases.filter(({ refused }) => refused.length > 0);

  test.each(refusing)('$name: an --allow for each subject lifts it, and is listed', (given) => {
    const { refusals } = planFor(given);
    const lifted = planFor(given, refusals);
    expect(lifted.refusals).toEqual([]);
    expect(lifted.allowed.map(({ policy, subject }) => `${policy}=${subject}`)).toEqual(given.refused);
  });

  test.each(refusing)('$name: an --allow for another subject lifts nothing, and is not listed', (given) => {
    const { refusals } = planFor(given);
    const elsewhere = refusals.map((refusal) => ({ ...refusal, subject: `${refusal.subject}-2` }));
    const plan = planFor(given, elsewhere);
    expect(plan.refusals).toEqual(refusals);
    expect(plan.allowed).toEqual([]);
  });
}
