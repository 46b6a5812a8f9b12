import type { Machine } from '../machine.ts';
import { type Allowance, combine, ok, type Result } from '../model/index.ts';
import { checkShards, type MergedPlan, mergeShards, type PlanFile } from '../plan/index.ts';
import { readSavedPlan } from './saved-plan.ts';

/** Makes the plan of all shards with these policies allowed. */
export type Merge = (allow: readonly Allowance[]) => MergedPlan;

/**
 * Reads the saved plans of all shards, to make one plan of them. Sends no requests. Fails if a file is missing, or does
 * not belong to the others.
 */
export async function readShards(
  paths: readonly string[],
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<Merge>> {
  const read: Result<PlanFile>[] = [];
  // One after the other: the text of a file is several times larger than its plan.
  for (const path of paths) read.push(await readFile(path, machine));
  const files = combine(read);
  if (!files.ok) return files;
  const shards = checkShards(files.value);
  return shards.ok ? ok((allow) => mergeShards(shards.value, allow)) : shards;
}

async function readFile(path: string, machine: Pick<Machine, 'files' | 'cwd' | 'clean'>): Promise<Result<PlanFile>> {
  const plan = await readSavedPlan(path, machine);
  return plan.ok ? ok({ path, plan: plan.value }) : plan;
}
