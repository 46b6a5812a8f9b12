import type { Machine } from '../../machine.ts';
import type { Problem, Shard } from '../../model/index.ts';
import { EXIT, type ExitCode, exitCode, openReadContext, planNow } from '../../operations/index.ts';
import { appendOutputs, planOutputs } from '../../publish/index.ts';
import { forTerminal } from '../../render/index.ts';
import { contextOptions } from '../context.ts';
import type { ActionInputs } from '../inputs.ts';
import { publishOptions, publishProblems } from '../publish-problems.ts';
import { endOf } from './ended-event.ts';
import { baseOfMerge } from './merge-commit.ts';
import { folderOf } from './plan-folder.ts';
import { readPullEvent, untrustedActor } from './pull-event.ts';
import { planPath, savePlan } from './save-plan.ts';

/**
 * Plans and saves one shard. Writes no comment, and does not fail because of a refusal: the job that merges all shards
 * shows the plan, and reads the labels. If that job must not plan the pull request, neither does this one.
 */
export async function planShard(inputs: ActionInputs, shard: Shard, machine: Machine): Promise<ExitCode> {
  const failed = async (problems: readonly Problem[], base: string | null = null): Promise<ExitCode> => {
    await publishProblems(problems, await publishOptions(inputs.config, machine, base), machine);
    return EXIT.problems;
  };
  const nothing = (why: string): ExitCode => {
    machine.terminal.print(`Nothing to plan. ${forTerminal(why)}\n`);
    return EXIT.ok;
  };
  const event = await readPullEvent(machine);
  if (!event.ok) return failed(event.problems);
  if (event.value.untrusted !== undefined) return nothing(`It gets no credentials, because ${event.value.untrusted}.`);
  const end = await endOf(event.value, machine);
  if (!end.ok) return failed(end.problems);
  if (end.value !== undefined) return nothing(end.value);
  const base = await baseOfMerge(event.value.head, await folderOf(inputs.config, machine), machine);
  if (!base.ok) return failed(base.problems);
  const actor = await untrustedActor(event.value, machine);
  if (!actor.ok) return failed(actor.problems, base.value);
  if (actor.value !== undefined) return nothing(`It gets no credentials, because ${actor.value}.`);
  const options = { base: base.value, changed: base.value, allowInvalidBase: true, shard };
  const context = await openReadContext({ ...contextOptions(inputs, machine), ...options }, machine);
  if (!context.ok) return failed(context.problems, base.value);
  const { plan, problems } = await planNow(context.value, []);
  if (plan === undefined) return failed(problems, base.value);
  const path = planPath(machine);
  const unsaved = await savePlan(plan, path, machine);
  await appendOutputs(unsaved.length > 0 ? {} : planOutputs(plan, path), machine);
  if (problems.length + unsaved.length > 0) return failed([...problems, ...unsaved], base.value);
  const { length } = plan.layers;
  machine.terminal.print(
    `Shard ${shard.number} of ${shard.of}: ${length === 1 ? '1 layer' : `${length} layers`} planned.\n`,
  );
  return exitCode({ changes: plan.layers.some(({ changes }) => changes.length > 0) });
}
