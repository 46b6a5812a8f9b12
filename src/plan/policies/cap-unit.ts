import { capMoves, type Policy, refuse } from './policy.ts';

/** Layers does not document the unit of the number: a cap meant as dollars may be read as cents, or the reverse. */
export const capUnit: Policy = (whole) => {
  if (whole.settings.costCapUnit !== undefined) return [];
  return capMoves(whole).map(({ pair }) =>
    refuse(
      'cap-unit',
      pair,
      'monthlyCostCap',
      'Layers does not say whether its number counts major units or cents. Look at a cap that you know in the dashboard and state costCapUnit: major or minor in reconcile.yaml.',
    ),
  );
};
