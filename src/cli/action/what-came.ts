import type { Problem, Result } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { readArrivals } from './arrivals.ts';
import type { Ground } from './ground.ts';
import { type Range, readRange } from './range.ts';
import type { Arrival } from './reviewed.ts';
import { tellProblems } from './tell.ts';

/** What came onto the branch since the last successful deployment, and who brought it. */
export type WhatCame = { readonly range: Range; readonly arrivals: readonly Arrival[] };

/**
 * Reads what there is to apply, from git and from GitHub.
 *
 * @param before what a push says the branch was
 * @param against what speaks against going on from there
 */
export async function readWhatCame(
  branch: string,
  before: string | undefined,
  ground: Ground,
  against: (range: Range) => readonly Problem[] = () => [],
): Promise<Result<WhatCame>> {
  const { repository, inputs, opened, machine } = ground;
  const deployed = await repository.lastDeployed(inputs.environment);
  if (!deployed.ok) return deployed;
  const range = await readRange(opened.root, deployed.value, before, machine);
  if (!range.ok) return range;
  const problems = against(range.value);
  if (problems.length > 0) return { ok: false, problems };
  const arrivals = await readArrivals(range.value, branch, ground);
  return arrivals.ok ? { ok: true, value: { range: range.value, arrivals: arrivals.value } } : arrivals;
}

/** Tells what stands in the way: what nobody reviewed is refused, anything else is a problem. */
export async function stopped(
  problems: readonly Problem[],
  { audience, machine }: Pick<Ground, 'audience' | 'machine'>,
): Promise<ExitCode> {
  await tellProblems(problems, audience, machine);
  return problems.some(({ code }) => code === 'github/not-reviewed') ? EXIT.refused : EXIT.problems;
}
