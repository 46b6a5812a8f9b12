import {
  type AccountBudget,
  type Change,
  changeAt,
  type FieldChange,
  type Plan,
  type PlannedLayer,
} from '../../model/index.ts';

/** The layers of a plan whose changes all lower what a layer can spend; at least one change in all, or empty. */
export function lowered({ layers }: Pick<Plan, 'layers'>): readonly PlannedLayer[] {
  const found = layers.filter(lowersOnly);
  return found.some(({ changes }) => changes.length > 0) ? found : [];
}

/**
 * Whether a layer is only paused, or its cap only lowered from a value that an API shows: neither needs permission.
 * Adopting it changes nothing.
 */
function lowersOnly({ changes }: Pick<PlannedLayer, 'changes'>): boolean {
  return changes.every(lowers);
}

function lowers({ kind, step, fields }: Change): boolean {
  if (step.by === 'gated') return step.campaigns.every(({ verb }) => verb === 'pause');
  if (kind === 'state') return fields.every(({ path, after }) => path === 'state' && after === 'paused');
  if (kind === 'cost-cap') return fields.every(isLowerCap);
  if (kind === 'cap-enforcement') return isLowerBudget(changeAt(fields, 'accountBudget'));
  return kind === 'adopt';
}

/** Anyone with the API key can write a recorded cap, so it does not prove a decrease. */
function isLowerCap({ path, before, after }: FieldChange): boolean {
  if (path !== 'monthlyCostCap' || before.provenance !== 'api') return false;
  return typeof before.value === 'number' && typeof after === 'number' && after <= before.value;
}

function isLowerBudget(field: FieldChange<'accountBudget'> | undefined): boolean {
  if (field?.before.provenance !== 'api' || field.after.mode !== MONTHLY) return false;
  const before = field.before.value;
  if (before?.mode === 'UNLIMITED') return true;
  return before?.mode === MONTHLY && amountOf(field.after) <= amountOf(before);
}

const MONTHLY = 'MONTHLY_BUDGET';

/** Compares as false if it is absent. */
function amountOf({ amount }: AccountBudget): number {
  return Number(amount ?? Number.NaN);
}
