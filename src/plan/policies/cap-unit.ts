import { capMoves, type Policy, refuse } from './policy.ts';

/** Layers does not state what the number counts: a cap meant as dollars may be taken as cents, or the other way round. */
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
