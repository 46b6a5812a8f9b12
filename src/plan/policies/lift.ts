import type { Allowance, Plan, Refusal } from '../../model/index.ts';

/** Lists the lifted policies, so that they are not overlooked. */
export function liftRefusals(
  refused: readonly Refusal[],
  allow: readonly Allowance[],
): Pick<Plan, 'refusals' | 'allowed'> {
  const byRefusal = new Map([...allow].reverse().map((each) => [`${each.policy} ${each.subject}`, each]));
  const allowanceFor = ({ policy, subject }: Refusal): Allowance | undefined =>
    byRefusal.get(`${policy} ${subject}`) ?? byRefusal.get(`${policy} all`);
  return {
    refusals: refused.filter((refusal) => allowanceFor(refusal) === undefined),
    allowed: refused.flatMap((refusal): readonly Allowance[] => {
      const found = allowanceFor(refusal);
      const { policy, subject } = refusal;
      return found === undefined ? [] : [{ policy, subject, ...(found.by !== undefined && { by: found.by }) }];
    }),
  };
}
