import { labelDoubtText, readAllowed } from '../../github/index.ts';
import type { Allowance, LiveLayer, Plan, Problem, Result } from '../../model/index.ts';
import { coversSomething, openWritingBench, planNow, type WritingBench } from '../planning.ts';
import type { Ground } from './ground.ts';
import type { Range } from './range.ts';
import type { Arrival } from './reviewed.ts';

/** Everything that came since the last apply as one plan: what a person who names its digest applies. */
export type Whole = {
  readonly plan: Plan;
  readonly bench: WritingBench;
  readonly live: readonly LiveLayer[];
  /** What could not be read. It stops only its own layers, which are not in the plan. */
  readonly problems: readonly Problem[];
  /** Which labels did not count, and why. */
  readonly notes: readonly string[];
};

/**
 * Plans what is checked out against what was deployed last. Where nothing ever was, every difference is a change. The
 * settings are those of the checkout: it is the branch that others are planned against. Only reads.
 *
 * @param arrivals whose labels may lift what a policy refuses
 */
export async function planWhole(
  { from, since }: Range,
  arrivals: readonly Arrival[],
  ground: Ground,
): Promise<Result<Whole>> {
  const { inputs, machine } = ground;
  const against = since === 'deployment' && from !== undefined ? { base: from, changed: from, ownRules: true } : {};
  const bench = await openWritingBench(
    { paths: [], ...against, ...(inputs.config !== undefined && { config: inputs.config }) },
    machine,
  );
  if (!bench.ok) return bench;
  const planning = await planNow(bench.value, []);
  const { plan, live, problems } = planning;
  if (plan === undefined || !coversSomething(plan)) return { ok: false, problems: [...problems, nothingPlanned] };
  const labels = await liftedBy(arrivals, plan, ground);
  if (!labels.ok) return labels;
  const { allow, notes } = labels.value;
  const lifted = allow.length === 0 ? plan : (planning.allowing(allow).plan ?? plan);
  return { ok: true, value: { plan: lifted, bench: bench.value, live, problems, notes } };
}

/** A label counts for the layers that its own pull request changes, and for what is about no single layer. */
async function liftedBy(
  arrivals: readonly Arrival[],
  plan: Plan,
  { repository }: Ground,
): Promise<Result<Pick<Whole, 'notes'> & { readonly allow: readonly Allowance[] }>> {
  const layers = new Set(plan.layers.map(({ name }) => name));
  const allow: Allowance[] = [];
  const notes: string[] = [];
  for (const { pull, touched } of plan.refusals.length === 0 ? [] : arrivals) {
    if (pull === undefined) continue;
    const allowed = await readAllowed(pull, repository);
    if (!allowed.ok) return allowed;
    const { policies, notCounted } = allowed.value;
    for (const { policy, subject } of plan.refusals) {
      const own = !layers.has(subject) || touched.includes(subject);
      if (own && policies.includes(policy)) allow.push({ policy, subject });
    }
    notes.push(...notCounted.map(({ label, why }) => `#${pull.number}: ${labelDoubtText(label, why).message}`));
  }
  return { ok: true, value: { allow, notes } };
}

const nothingPlanned: Problem = {
  code: 'apply/incomplete',
  message: 'Nothing can be applied by a digest, because no layer could be planned.',
  remedy: 'Settle the problems above, and run it again.',
};
