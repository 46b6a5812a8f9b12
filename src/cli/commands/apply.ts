import { applyPlan, type Applied, staleLayers } from '../../apply/index.ts';
import type { Machine } from '../../machine.ts';
import type { Allowance, DesiredLayer, Plan, Problem, Result } from '../../model/index.ts';
import { type ApplyOutcome, entriesAsJson, entriesAsText, planAsText, staleAsText } from '../../render/index.ts';
import { EXIT, type ExitCode, exitCode } from '../exit.ts';
import { journalFile } from '../journal-file.ts';
import { type CommonOptions, parseAllowances } from '../options.ts';
import { type Bench, openWritingBench, type Planning, planNow, type WritingBench } from '../planning.ts';
import { progress } from '../progress.ts';
import { isSavedPlan, readSavedPlan } from '../saved-plan.ts';
import { sayProblems } from '../say.ts';
import { writeUndo } from '../undo.ts';

export type ApplyOptions = CommonOptions & {
  /** A saved plan may come first: then exactly what it shows is applied, or nothing. */
  readonly paths: readonly string[];
  readonly allow: readonly string[];
  readonly autoApprove?: boolean;
  /** Where the layer documents go as they were live before. */
  readonly undoDir?: string;
  readonly base?: string;
  readonly fixDrift?: boolean;
};

/** Plans afresh, holds that against what was reviewed, asks, carries out, and looks again. */
export async function apply(options: ApplyOptions, machine: Machine): Promise<ExitCode> {
  const start = await prepare(options, machine);
  if (!start.ok) {
    sayProblems(start.problems, machine, options.format);
    return EXIT.problems;
  }
  const { bench, desired, reviewed, allow } = start.value;
  const planning = await planNow(bench, allow, desired);
  const fresh = planning.plan;
  if (fresh === undefined || planning.problems.length > 0) {
    sayProblems([...planning.problems, nothingApplied], machine, options.format);
    return EXIT.problems;
  }
  const elsewhere = reviewed === undefined ? [] : madeElsewhere(reviewed, fresh);
  if (elsewhere.length > 0) {
    sayProblems(elsewhere, machine, options.format);
    return EXIT.refused;
  }
  const stale = reviewed === undefined ? [] : staleLayers(reviewed, fresh);
  if (stale.length > 0) {
    machine.terminal.warn(staleAsText(stale, { colour: machine.terminal.colour }));
    return EXIT.refused;
  }
  if (options.format === 'text') machine.terminal.print(planAsText(fresh, { colour: machine.terminal.colour }));
  if (fresh.refusals.length > 0) {
    if (options.format === 'json') machine.terminal.print(entriesAsJson(untouched(fresh, machine)));
    return EXIT.refused;
  }
  const approved = await approve(fresh, options, machine);
  if (approved !== 'yes') return approved;
  if (options.undoDir !== undefined) {
    const unwritten = await writeUndo(options.undoDir, fresh, desired, planning.live, machine);
    if (unwritten.length > 0) {
      sayProblems(unwritten, machine, options.format);
      return EXIT.problems;
    }
  }
  return carryOut(fresh, planning, bench, desired, options, machine);
}

type Start = {
  readonly bench: WritingBench;
  readonly desired: readonly DesiredLayer[];
  readonly reviewed: Plan | undefined;
  readonly allow: readonly Allowance[];
};

async function prepare(options: ApplyOptions, machine: Machine): Promise<Result<Start>> {
  const allow = parseAllowances(options.allow);
  if (!allow.ok) return allow;
  const [first, ...rest] = options.paths;
  const planned = first !== undefined && (await isSavedPlan(first, machine));
  const saved = planned ? await readSavedPlan(first, machine) : undefined;
  if (saved?.ok === false) return saved;
  const reviewed = saved?.value;
  // A reviewed plan is held against the base that it was made with.
  const against =
    reviewed === undefined
      ? {}
      : { ...(reviewed.base !== null && { base: reviewed.base }), fixDrift: reviewed.fixDrift };
  const bench = await openWritingBench({ ...options, ...against, paths: planned ? rest : options.paths }, machine);
  if (!bench.ok) return bench;
  const { desired } = bench.value.workspace;
  // The reviewed plan says which documents it is about; others are not looked at.
  const about = reviewed && new Set(reviewed.layers.map(({ name }) => name));
  return {
    ok: true,
    value: {
      bench: bench.value,
      desired: about === undefined ? desired : desired.filter(({ name }) => about.has(name)),
      reviewed,
      // What the reviewer saw lifted is lifted.
      allow: [...allow.value, ...(reviewed?.allowed ?? [])],
    },
  };
}

/** Only writing needs a yes: what waits for a person waits either way. */
async function approve(plan: Plan, options: ApplyOptions, machine: Machine): Promise<'yes' | ExitCode> {
  const writes = plan.layers.flatMap(({ changes }) => changes).filter(({ step }) => step.by !== 'human');
  if (writes.length === 0 || options.autoApprove === true) return 'yes';
  if (!machine.terminal.interactive) {
    const problem: Problem = {
      code: 'cli/not-interactive',
      message: 'Nothing was applied: nobody is at the terminal to say yes.',
      remedy: 'Run reconcile apply --auto-approve where the plan was reviewed before.',
    };
    sayProblems([problem], machine, options.format);
    return EXIT.problems;
  }
  const answer = await machine.terminal.ask('Apply this? Only "yes" does. ');
  if (answer?.trim() === 'yes') return 'yes';
  machine.terminal.warn('Nothing was applied.\n');
  return EXIT.problems;
}

async function carryOut(
  fresh: Plan,
  planning: Planning,
  bench: WritingBench,
  desired: readonly DesiredLayer[],
  options: ApplyOptions,
  machine: Machine,
): Promise<ExitCode> {
  const applied = await applyPlan({
    plan: fresh,
    desired,
    live: planning.live,
    writerOf: bench.apis.writerOf,
    ...bench.identity,
    now: machine.now,
    journal: journalFile(bench.workspace.root, machine),
    stop: machine.stop,
    progress: progress(machine, 'Applying, projects'),
  });
  // What nobody wrote to is as it was read a moment ago.
  const closing = applied.wrote ? await lookAgain(bench, fresh, desired, machine) : { ...planning, plan: fresh };
  const problems = [
    ...applied.problems,
    ...applied.rivals.map(rivalProblem),
    ...(applied.wrote ? closing.problems : []),
  ];
  const outcome: ApplyOutcome = {
    sandbox: fresh.sandbox,
    entries: applied.entries,
    changes: fresh.layers.flatMap(({ changes }) => changes),
    left: closing.plan,
    verifiedAt: closing.plan === undefined || closing.problems.length > 0 ? undefined : machine.now().toISOString(),
    calls: { sent: bench.apis.calls(), forecast: fresh.calls.toCome },
    driftLeftAlone: closing.plan?.layers.reduce((sum, { drift }) => sum + drift.length, 0) ?? 0,
  };
  sayProblems(problems, machine, options.format, false);
  machine.terminal.print(
    options.format === 'json' ? entriesAsJson(outcome) : entriesAsText(outcome, { colour: machine.terminal.colour }),
  );
  return ending(applied, problems);
}

/** The closing plan. Who asked to stop does not wait for it; what was done is told all the same. */
async function lookAgain(
  bench: Bench,
  fresh: Plan,
  desired: readonly DesiredLayer[],
  { stop }: Pick<Machine, 'stop'>,
): Promise<Planning> {
  const unseen: Planning = { plan: undefined, live: [], problems: [] };
  if (stop.aborted) return unseen;
  try {
    return await planNow(bench, fresh.allowed, desired);
  } catch (error) {
    if (stop.aborted) return unseen;
    throw error;
  }
}

function ending({ entries, rivals }: Applied, problems: readonly Problem[]): ExitCode {
  const met = new Set([...problems, ...entries.flatMap((entry) => entry.problems ?? [])].map(({ code }) => code));
  const interrupted = entries.some((entry) => entry.problems?.some(({ code }) => code === 'apply/interrupted'));
  return exitCode({
    refused: rivals.length > 0 || met.has('apply/stale') || met.has('apply/rival'),
    problems: problems.length > 0 || interrupted || entries.some(({ outcome }) => outcome === 'failed'),
    waiting: entries.some(({ outcome }) => outcome === 'waiting'),
  });
}

function madeElsewhere(reviewed: Plan, fresh: Plan): readonly Problem[] {
  const differing = [
    ...differs('Layers origin', reviewed.origins.layers, fresh.origins.layers),
    ...differs('TikTok origin', reviewed.origins.tiktok, fresh.origins.tiktok),
    ...differs('transport', reviewed.transport, fresh.transport),
    ...differs('costCapUnit', reviewed.costCapUnit ?? 'not stated', fresh.costCapUnit ?? 'not stated'),
  ];
  if (differing.length === 0) return [];
  return [
    {
      code: 'plan/elsewhere',
      message: `The saved plan was made elsewhere: ${differing.join('; ')}.`,
      remedy: 'Make a plan here: reconcile plan --out FILE.',
    },
  ];
}

function differs(what: string, then: string, now: string): readonly string[] {
  return then === now ? [] : [`its ${what} is ${then}, and here it is ${now}`];
}

/** Nothing was tried: a refusal stops the whole apply. */
function untouched(plan: Plan, machine: Machine): ApplyOutcome {
  const changes = plan.layers.flatMap((layer) => layer.changes);
  return {
    sandbox: plan.sandbox,
    entries: changes.map(({ id, layer, kind }) => ({ change: id, layer, kind, outcome: 'not tried' })),
    changes,
    left: plan,
    verifiedAt: machine.now().toISOString(),
    calls: { sent: plan.calls.used, forecast: plan.calls.used },
    driftLeftAlone: 0,
  };
}

function rivalProblem({ project, run, until }: Applied['rivals'][number]): Problem {
  return {
    code: 'apply/rival',
    message: `Another apply holds project ${project}: ${run}${until === undefined ? '' : `, until ${until}`}.`,
    remedy:
      until === undefined
        ? 'Run reconcile apply again. If the ledger was removed by hand, Layers takes its first claims again after 24 hours.'
        : 'Wait for it to end and run reconcile apply again. A claim whose run died ends by itself.',
  };
}

const nothingApplied: Problem = {
  code: 'apply/incomplete',
  message: 'Nothing was applied, because not everything could be planned.',
  remedy: 'Settle the problems above, or name the documents that should be applied as paths.',
};
