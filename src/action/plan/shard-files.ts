import { join, resolve } from 'node:path';
import { isInside } from '../../io/index.ts';
import type { Machine } from '../../machine.ts';
import { fail, type Problem, type Result } from '../../model/index.ts';
import { type Merge, readShards } from '../../operations/index.ts';

/**
 * Reads the saved plans in a folder and in the folders below it, as actions/download-artifact leaves them.
 *
 * @param base the commit that they must be compared with
 */
export async function readShardsIn(folder: string, base: string, machine: Machine): Promise<Result<Merge>> {
  const path = resolve(machine.cwd, folder);
  if (isCheckedOut(path, machine)) return fail(inCheckout(folder));
  const files = await plansIn(path, machine);
  if (files === undefined) return fail(noShard(folder));
  const merge = await readShards(files, machine);
  if (!merge.ok) return merge;
  const { plan } = merge.value([]);
  return plan.base === null || plan.base === base ? merge : fail(otherBase(plan.base, base));
}

/** `undefined` if there are none. */
async function plansIn(folder: string, { files }: Pick<Machine, 'files'>): Promise<readonly string[] | undefined> {
  try {
    const here = await files.list(folder);
    const below = await Promise.all(
      here
        .filter(({ kind }) => kind === 'folder')
        .map(async ({ name }) =>
          (await files.list(join(folder, name))).map((one) => ({ ...one, name: join(name, one.name) })),
        ),
    );
    const plans = [...here, ...below.flat()].filter(({ name, kind }) => kind === 'file' && name.endsWith('.json'));
    return plans.length === 0 ? undefined : plans.map(({ name }) => join(folder, name));
  } catch {
    return undefined;
  }
}

/** The author of a pull request chooses the files of the checkout, but not those in the runner's temporary folder. */
function isCheckedOut(path: string, { env, cwd }: Pick<Machine, 'env' | 'cwd'>): boolean {
  const temp = env.RUNNER_TEMP;
  if (temp !== undefined && isInside(path, temp)) return false;
  return isInside(path, env.GITHUB_WORKSPACE ?? cwd) || isInside(path, cwd);
}

function inCheckout(folder: string): Problem {
  return {
    code: 'cli/usage',
    message: `The input "shards" is ${JSON.stringify(folder)}, a folder of the checkout, whose files a pull request chooses.`,
    remedy: 'Download the shards to a folder in runner.temp.',
  };
}

function noShard(folder: string): Problem {
  return {
    code: 'plan/shard',
    message: `There is no saved plan in ${folder}.`,
    remedy: 'Look at the jobs of the shards, and run the failed ones again.',
  };
}

function otherBase(found: string, base: string): Problem {
  return {
    code: 'plan/shard',
    message: `The shards were planned against ${found.slice(0, 12)}, not against ${base.slice(0, 12)}.`,
    remedy: 'Run all jobs again.',
  };
}
