import {
  type Allowance,
  type ConfirmedLayer,
  groupBy,
  mapConcurrently,
  nameList,
  type Plan,
  type Problem,
} from '../model/index.ts';
import type { Machine } from '../machine.ts';
import type { ContextOptions } from './context.ts';
import { WAIT_CLAIM_MS } from './duration.ts';
import { EXIT, type ExitCode, exitCode } from './exit.ts';
import { type Planning, planNow } from './plan-now.ts';
import type { PastedSource } from './read-pasted.ts';
import { recordStatements, type ShownSteps, type StatementOutcome } from './record-statements.ts';
import type { ApplyNotices } from './replan.ts';
import { openWriteContext } from './run-context.ts';
import { selectStatements } from './select-statements.ts';

export type ConfirmOptions = Omit<ContextOptions, 'only'> & {
  /** Names of layers, or files of documents. Empty: all layers, or those of `pasted`. */
  readonly names: readonly string[];
  readonly allow: readonly Allowance[];
  readonly pasted?: PastedSource;
  /** Absent: the person means all that can be confirmed now. */
  readonly shown?: ShownSteps;
  /** How long to wait for another run, in milliseconds; 2 minutes if absent. */
  readonly waitClaim?: number;
};

export type Confirmed = {
  /** Of the named layers with a valid document, sorted by name. */
  readonly layers: readonly ConfirmedLayer[];
  readonly exit: ExitCode;
  readonly problems: readonly Problem[];
  /** The current plan of the named layers; absent if nothing was recorded because of problems. */
  readonly plan?: Plan;
};

const MAX_CONCURRENT_PROJECTS = 4;

/**
 * Records in the ledger what a person says about layers: completed manual steps, or pasted configs. Writes nothing else.
 * A layer that fails does not stop the others; those of one project are recorded in one write.
 */
export async function confirmLayers(
  { names: words, pasted, shown, ...options }: ConfirmOptions,
  notices: ApplyNotices,
  machine: Machine,
): Promise<Confirmed> {
  const { allow, waitClaim: waitClaimMs = WAIT_CLAIM_MS } = options;
  const stop = (problems: readonly Problem[]): Confirmed => ({ layers: [], exit: EXIT.problems, problems });
  const selected = await selectStatements({ ...options, words, ...(pasted !== undefined && { pasted }) }, machine);
  if (!selected.ok) return stop(selected.problems);
  const { names, configs, problems: unselected } = selected.value;
  if (names?.length === 0) return stop(unselected);
  // The statement is about the layer that is installed now, which the ledger may not know.
  const context = await openWriteContext({ ...options, ...(names && { only: names }), readsInstalled: true }, machine);
  if (!context.ok) return stop([...unselected, ...context.problems]);
  const planning = await planNow(context.value, allow);
  const { desired } = context.value.workspace;
  const outcomes = await mapConcurrently(
    [...groupBy(desired, ({ project }) => project).values()],
    MAX_CONCURRENT_PROJECTS,
    (documents) =>
      recordStatements(
        {
          context: context.value,
          documents,
          planning,
          configs,
          allow,
          notices,
          waitClaimMs,
          ...(shown && { shown }),
        },
        machine,
      ),
  );
  const outcomeByName = new Map(outcomes.flat().map((outcome) => [outcome.name, outcome]));
  const layers = desired.map(({ name }) =>
    layerOf(name, outcomeByName.get(name), planning, configs.get(name)?.unknownKeys),
  );
  const isRecorded = layers.some(({ state }) => state === 'recorded');
  const closing = isRecorded ? await planNow(context.value, allow) : planning;
  const isShown = layers.some(({ state }) => state !== 'failed') && closing.plan !== undefined;
  const failures = outcomes.flat().flatMap((outcome) => (outcome.state === 'failed' ? outcome.problems : []));
  const problems = unique([...unselected, ...planning.problems, ...together(failures), ...closing.problems]);
  return {
    layers,
    exit: exitCode({
      refused: outcomes.flat().some((outcome) => outcome.state === 'failed' && outcome.isRefused),
      problems: problems.length > 0,
      waiting: isShown && hasHumanSteps(closing.plan),
    }),
    problems,
    ...(isShown && { plan: closing.plan }),
  };
}

function layerOf(
  name: string,
  outcome: StatementOutcome | undefined,
  { plan }: Planning,
  unknownKeys: readonly string[] | undefined,
): ConfirmedLayer {
  if (outcome === undefined || outcome.state !== 'recorded') {
    return { name, state: outcome?.state ?? 'failed', values: [], unknownKeys: [], bypassed: [] };
  }
  const { values } = outcome;
  return {
    name,
    state: 'recorded',
    values,
    unknownKeys: unknownKeys ?? [],
    bypassed: unknownKeys ? [] : bypassed(name, plan),
  };
}

function bypassed(name: string, plan: Plan | undefined): readonly string[] {
  const currency = plan?.layers.find((layer) => layer.name === name)?.currency;
  const refusals = plan?.refusals.filter(({ subject }) => subject === name || subject === currency) ?? [];
  return refusals.map(({ policy, message }) => `${policy}: ${message}`);
}

/** Whether a person has to act. */
export function hasHumanSteps(plan: Plan | undefined): boolean {
  return plan?.layers.some(({ changes }) => changes.some(({ step }) => step.by === 'human')) ?? false;
}

/** Layers to adopt first are one problem. */
function together(problems: readonly Problem[]): readonly Problem[] {
  const all = problems.filter(({ code }) => code === 'confirm/not-adopted');
  const layers = all.flatMap(({ layer }) => layer ?? []);
  if (layers.length < 2) return problems;
  const one: Problem = {
    code: 'confirm/not-adopted',
    layers,
    message: `The current configs of ${layers.length} layers are unknown, so their manual steps cannot be confirmed: ${nameList(layers)}. Nothing was recorded for them.`,
    remedy:
      'Adopt them first: copy their configs from "View as JSON" into one file, { "NAME": { … }, … }, and run reconcile confirm --json FILE.',
  };
  return [...problems.filter((problem) => !all.includes(problem)), one];
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
