import { type Allowed, labelDoubtText, readAllowed } from '../../github/index.ts';
import type { Machine } from '../../machine.ts';
import { type Allowance, ok, type Refusal, type Result } from '../../model/index.ts';
import { openRepository } from '../../publish/index.ts';
import { labelAllowances } from '../review/label-allowances.ts';
import type { PullEvent } from './pull-event.ts';

/** The refusals that labels allow, and one sentence for each label that does not count. */
export type LabelResult = { readonly allow: readonly Allowance[]; readonly labels: readonly string[] };

/**
 * If the labels cannot be read, a sentence is enough: the refusals fail the run already.
 *
 * @param head the commit that was planned
 */
export async function readAllowances(
  refusals: readonly Refusal[],
  { pull, head }: PullEvent,
  machine: Machine,
): Promise<LabelResult> {
  const read = await readLabels(pull.number, head, machine);
  if (!read.ok) {
    const [first] = read.problems;
    const why = [first?.message, first?.remedy].filter((text) => text !== undefined).join(' ');
    return { allow: [], labels: [`No label counts, because the labels could not be read. ${why}`.trim()] };
  }
  const labels = read.value.notCounted.map(({ label, why }) => {
    const { message, remedy } = labelDoubtText(label, why);
    return `${message} ${remedy}`;
  });
  return { allow: labelAllowances(refusals, read.value), labels };
}

/** Empty if the head is not the planned commit: a label approves what its labeller saw. */
async function readLabels(pull: number, head: string, machine: Machine): Promise<Result<Allowed>> {
  const reached = openRepository(machine);
  if (!reached.ok) return reached;
  const { repository } = reached.value;
  const facts = await repository.pull(pull);
  if (!facts.ok) return facts;
  return facts.value.head === head
    ? readAllowed(facts.value, repository)
    : ok({ policies: [], addedBy: {}, notCounted: [] });
}
