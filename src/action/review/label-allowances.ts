import { type Allowed, labelDoubtText, type Pull, readAllowed } from '../../github/index.ts';
import { type Allowance, ok, type PolicyName, type Refusal, type Result } from '../../model/index.ts';
import { type GitHubAccess, openRepository } from '../../publish/index.ts';

/** Allowed refusals, and notes on the labels, one sentence each. */
export type Lifted = { readonly allow: readonly Allowance[]; readonly notes: readonly string[] };

/**
 * The refusals that labels allow. A label names a policy and allows all its refusals. If the labels cannot be read,
 * none is allowed, with a note instead of a problem: the refusals fail the run already.
 *
 * @param head the commit that was planned
 */
export async function labelAllowances(
  refusals: readonly Refusal[],
  pull: Pull,
  head: string,
  machine: GitHubAccess,
): Promise<Lifted> {
  const allowed = await readLabels(pull, head, machine);
  if (!allowed.ok) {
    const [first] = allowed.problems;
    const remedy = first?.remedy === undefined ? '' : ` ${first.remedy}`;
    return { allow: [], notes: [`The labels could not be read, so none counts. ${first?.message ?? ''}${remedy}`] };
  }
  const { policies, notCounted } = allowed.value;
  const allow = refusals
    .filter(({ policy }) => policies.includes(policy))
    .map(({ policy, subject }) => ({ policy, subject }));
  const left = refusals.map(({ policy }) => policy).filter((policy) => !policies.includes(policy));
  const doubts = notCounted.map(({ label, why }) => {
    const { message, remedy } = labelDoubtText(label, why);
    return `${message} ${remedy}`;
  });
  return { allow, notes: [...howToLift([...new Set(left)]), ...doubts] };
}

/** Labels of the current head, and none if that is not the planned commit: a label approves what its labeller saw. */
async function readLabels(pull: Pull, head: string, machine: GitHubAccess): Promise<Result<Allowed>> {
  const reached = openRepository(machine);
  if (!reached.ok) return reached;
  const { repository } = reached.value;
  const facts = await repository.pull(pull.number);
  if (!facts.ok) return facts;
  if (facts.value.head !== head) return ok({ policies: [], notCounted: [] });
  return readAllowed(facts.value, repository);
}

function howToLift(policies: readonly PolicyName[]): readonly string[] {
  if (policies.length === 0) return [];
  const labels = policies.map((policy) => `"reconcile: allow ${policy}"`).join(', ');
  return [
    `Here a label lifts what is refused: ${labels}, put on after the last push and before the merge by a person with write access who neither opened the pull request nor pushed to it nor wrote one of its commits.`,
  ];
}
