import { join } from 'node:path';
import { failureReason } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import type { Plan, Problem } from '../../model/index.ts';
import { planAsArtifact } from '../../render/index.ts';

/** Path from which the workflow uploads the saved plan. The runner empties its temporary folder before each job. */
export function planPath({ env, cwd }: Pick<Machine, 'env' | 'cwd'>): string {
  return join(env.RUNNER_TEMP ?? join(cwd, '.reconcile'), 'reconcile', 'plan.json');
}

/** Follows no link, because the pull request may contain one. */
export async function savePlan(plan: Plan, path: string, { files, env, cwd }: Machine): Promise<readonly Problem[]> {
  try {
    await files.write(path, planAsArtifact(plan), { below: env.RUNNER_TEMP ?? cwd });
    return [];
  } catch (error) {
    return [{ code: 'disk/unwritable', message: `The plan could not be saved (${failureReason(error)}).` }];
  }
}
