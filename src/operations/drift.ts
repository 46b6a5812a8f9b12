import { redactDeep } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { type DecideReads, type DriftReport, ok, type Problem, type Result } from '../model/index.ts';
import { findDrift } from '../plan/index.ts';
import type { ContextOptions, ReadContext } from './context.ts';
import { type ExitCode, exitCode } from './exit.ts';
import { decisionsOf, isSandbox, layersOf, readNow, withoutContradictions } from './plan-now.ts';
import { openReadContext } from './run-context.ts';
import type { OpenedSettings } from './workspace.ts';

/** The drift of a repository. */
export type FoundDrift = {
  /** `undefined` if the documents contradict live state. */
  readonly report: DriftReport | undefined;
  /** If there are any, the report is incomplete. */
  readonly problems: readonly Problem[];
  readonly opened: OpenedSettings;
};

/** Reads live state and compares it with the last applied values. */
export async function driftNow(options: ContextOptions, machine: Machine): Promise<Result<FoundDrift>> {
  const context = await openReadContext(options, machine);
  if (!context.ok) return context;
  const { workspace, apis } = context.value;
  const { desired, settings } = workspace;
  // A record can be planned again, which needs the spend.
  const read = await readNow(
    context.value,
    desired,
    context.value.machine.now(),
    options.record === undefined ? readsOfDrift(context.value) : decisionsOf(context.value),
  );
  const { value: layers, contradictions } = withoutContradictions(read.live, (live) =>
    findDrift(desired, live, settings),
  );
  const problems = [
    ...workspace.problemsOf(workspace.invalid),
    ...read.problems,
    ...contradictions,
    ...(await context.value.close()),
  ];
  const stopped = [...read.unread, ...contradictions.flatMap(layersOf), ...workspace.invalid.map(({ name }) => name)];
  const report = layers
    ? {
        sandbox: isSandbox(settings.origins.layers),
        costCapUnit: settings.costCapUnit ?? null,
        layers,
        unread: [...new Set(stopped)].sort(),
        calls: apis.calls(),
      }
    : undefined;
  return ok({ ...redactDeep({ report, problems }, machine), opened: workspace });
}

/** Neither spend nor events drift; `--full` shows the spend. */
function readsOfDrift(context: ReadContext): DecideReads {
  const decide = decisionsOf(context);
  return (...known) => ({ ...decide(...known), spend: context.reads === 'all', events: false });
}

export function driftExit({ layers }: DriftReport, problems: readonly Problem[]): ExitCode {
  return exitCode({ problems: problems.length > 0, changes: layers.some(({ drift: moved }) => moved.length > 0) });
}
