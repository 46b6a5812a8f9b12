import { readLive } from '../../live/index.ts';
import type { Machine } from '../../machine.ts';
import { findDrift } from '../../plan/index.ts';
import { driftAsJson, driftAsText } from '../../render/index.ts';
import { EXIT, type ExitCode, exitCode } from '../exit.ts';
import type { CommonOptions } from '../options.ts';
import { isLoopback, openBench } from '../planning.ts';
import { progress } from '../progress.ts';
import { sayProblems } from '../say.ts';

/** What is live against what was applied last. Changes nothing. */
export async function drift(
  options: CommonOptions & { readonly paths: readonly string[]; readonly record?: string },
  machine: Machine,
): Promise<ExitCode> {
  const bench = await openBench(options, machine);
  if (!bench.ok) {
    sayProblems(bench.problems, machine, options.format);
    return EXIT.problems;
  }
  const { workspace, apis } = bench.value;
  const { desired, settings } = workspace;
  const { now, stop } = bench.value.machine;
  const read = await readLive(desired, apis.portsOf, now(), stop, progress(machine, 'Reading layers'));
  const layers = findDrift(desired, read.live, settings);
  const problems = [...read.problems, ...(layers.ok ? [] : layers.problems), ...(await bench.value.close())];
  sayProblems(problems, machine, options.format, !layers.ok);
  if (!layers.ok) return EXIT.problems;
  const report = { sandbox: isLoopback(settings.origins.layers), layers: layers.value, calls: apis.calls() };
  machine.terminal.print(
    options.format === 'json' ? driftAsJson(report) : driftAsText(report, { colour: machine.terminal.colour }),
  );
  return exitCode({ problems: problems.length > 0, changes: layers.value.some((layer) => layer.drift.length > 0) });
}
