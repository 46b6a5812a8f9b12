import type { Allowed } from '../../github/index.ts';
import { type Allowance, LABEL_RULE, type Refusal } from '../../model/index.ts';

/**
 * The refusals that labels allow: a label names a policy and allows all of its refusals.
 *
 * @param covers whether the pull request with the labels changes the subject of a refusal
 */
export function labelAllowances(
  refusals: readonly Refusal[],
  { policies, addedBy }: Pick<Allowed, 'policies' | 'addedBy'>,
  covers: (subject: string) => boolean = () => true,
): readonly Allowance[] {
  return refusals
    .filter(({ policy, subject }) => policies.includes(policy) && covers(subject))
    .map(({ policy, subject }) => ({ policy, subject, ...(addedBy[policy] !== undefined && { by: addedBy[policy] }) }));
}

/** How to allow the refusals that no label allows; `undefined` if there are none. */
export function labelHint(refusals: readonly Refusal[], { policies }: Pick<Allowed, 'policies'>): string | undefined {
  const left = new Set(refusals.map(({ policy }) => policy).filter((policy) => !policies.includes(policy)));
  if (left.size === 0) return undefined;
  const labels = [...left].map((policy) => `"reconcile: allow ${policy}"`).join(', ');
  return `A label allows what is refused: ${labels}. ${LABEL_RULE}`;
}
