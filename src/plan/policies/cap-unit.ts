import { type Policy, refuse } from './policy.ts';

/** Layers does not document the unit of the number: a cap meant as dollars may be read as cents, or the reverse. */
export const capUnit: Policy = (input) => {
  if (input.settings.costCapUnit !== undefined) return [];
  return input.capMoves.map(({ pair }) =>
    refuse(
      'cap-unit',
      pair,
      'monthlyCostCap',
      'The unit of the cap is unknown: Layers does not document whether its number counts major units or cents. Compare the number of a known cap with the dashboard, then set costCapUnit: major or minor in reconcile.yaml.',
    ),
  );
};
