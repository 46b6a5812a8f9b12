import { posix } from 'node:path';
import { checkControlFiles } from '../../github/index.ts';
import { objectAt } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { type Merging, ok, type Plan, type Result } from '../../model/index.ts';
import type { OpenedSettings } from '../../operations/index.ts';
import { openRepository, rootInRepository } from '../../publish/index.ts';
import type { ActionInputs } from '../inputs.ts';
import { type MergeFacts, mergingOf, mergingOfPlan } from '../review/merging.ts';
import type { PullEvent } from './pull-event.ts';

type Planned = {
  readonly event: PullEvent;
  /** The first parent of the planned merge commit. */
  readonly base: string;
  readonly opened: OpenedSettings;
};

/** What a merge of the planned commit does. Asks GitHub only if there are changes that may be applied. */
export async function readMerging(
  plan: Plan,
  planned: Planned,
  inputs: ActionInputs,
  machine: Machine,
): Promise<Merging> {
  const certain = mergingOfPlan(plan);
  if (certain !== undefined) return certain;
  const facts = await readMergeFacts(planned, inputs, machine);
  return facts.ok ? mergingOf(plan, facts.value) : { does: 'unknown', why: facts.problems[0]?.message ?? '' };
}

async function readMergeFacts(
  { event, base, opened }: Planned,
  { planWorkflow: workflow }: ActionInputs,
  machine: Machine,
): Promise<Result<MergeFacts>> {
  const reached = openRepository(machine);
  if (!reached.ok) return reached;
  const files = await reached.value.repository.filesOf(event.pull.number);
  if (!files.ok) return files;
  const folder = await rootInRepository(opened.root, machine);
  const control = checkControlFiles(files.value, posix.join(folder, opened.settingsFile));
  const own = await objectAt(event.head, workflow, opened.root, machine);
  if (!own.ok) return own;
  const before = await objectAt(base, workflow, opened.root, machine);
  if (!before.ok) return before;
  return ok({
    ...(!control.trusted && { control: control.reason }),
    workflow,
    hasSameWorkflow: own.value !== undefined && own.value === before.value,
    baseBranch: event.baseBranch,
  });
}
