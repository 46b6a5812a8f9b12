import type { Machine } from '../machine.ts';
import { type Allowance, combine, ok, type Result } from '../model/index.ts';
import { checkShards, type MergedPlan, mergeShards, type PlanFile } from '../plan/index.ts';
import { readSavedPlan } from './saved-plan.ts';

/**
 * Makes one plan of the saved plans of all shards. Sends no requests. Fails if a file is missing, or does not belong to
 * the others.
 */
export async function mergePlans(
  paths: readonly string[],
  allow: readonly Allowance[],
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<MergedPlan>> {
  const read = await Promise.all(paths.map((path) => readFile(path, machine)));
  const files = combine(read);
  if (!files.ok) return files;
  const shards = checkShards(files.value);
  return shards.ok ? ok(mergeShards(shards.value, allow)) : shards;
}

async function readFile(path: string, machine: Pick<Machine, 'files' | 'cwd' | 'clean'>): Promise<Result<PlanFile>> {
  const plan = await readSavedPlan(path, machine);
  return plan.ok ? ok({ path, plan: plan.value }) : plan;
}
