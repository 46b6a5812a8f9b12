import { confirmProject, pausesFor, type Statement, type StatementResult } from '../apply/index.ts';
import type { PastedConfig } from '../desired/index.ts';
import { endedHere } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import {
  type Allowance,
  canonicalJson,
  type Change,
  type ConfirmedValue,
  type DesiredLayer,
  nameList,
  type PlannedLayer,
  type Problem,
} from '../model/index.ts';
import type { WriteContext } from './context.ts';
import { type Planning, planNow } from './plan-now.ts';
import { type ApplyNotices, replanOf } from './replan.ts';

/** The steps that the person means, as they were shown. */
export type ShownSteps = {
  readonly layers: readonly PlannedLayer[];
  /** Ids. */
  readonly changes: ReadonlySet<string>;
};

/** Statements about layers of one project. */
export type ProjectStatements = {
  readonly context: WriteContext;
  readonly documents: readonly DesiredLayer[];
  /** The plan that the person refers to. */
  readonly planning: Planning;
  /** By layer name. */
  readonly configs: ReadonlyMap<string, PastedConfig>;
  readonly shown?: ShownSteps;
  readonly allow: readonly Allowance[];
  /** How long to wait for the claim of another run, in milliseconds. */
  readonly waitClaimMs: number;
  readonly notices: ApplyNotices;
};

export type StatementOutcome = { readonly name: string } & (
  | { readonly state: 'recorded'; readonly values: readonly ConfirmedValue[] }
  | { readonly state: 'nothing' }
  /** `problems`: empty if the plan has them, because the layer could not be read. */
  | { readonly state: 'failed'; readonly problems: readonly Problem[]; readonly isRefused: boolean }
);

/**
 * Records the statements in one write of the ledger. Waits for another run to end. If the ledger changed since the plan,
 * it plans again; a statement about a stale plan is not recorded.
 */
export async function recordStatements(
  statements: ProjectStatements,
  machine: Machine,
): Promise<readonly StatementOutcome[]> {
  const { context, documents, waitClaimMs, notices } = statements;
  const [document] = documents;
  if (document === undefined) return [];
  const owned = documents.flatMap(({ name }) => notOurs(name, statements.planning) ?? []);
  const names = documents.map(({ name }) => name).filter((name) => !owned.some((one) => one.name === name));
  const pause = pausesFor(waitClaimMs, machine);
  let [planning, isNotified] = [statements.planning, waitClaimMs === 0];
  for (;;) {
    const all = statementsOf(names, planning, statements);
    const moved = all.filter(({ layer }) => hasMoved(layer, statements.shown));
    const found = all.filter((statement) => !moved.includes(statement));
    const unread = names.filter((name) => !all.some(({ layer }) => layer.name === name));
    const others: readonly StatementOutcome[] = [
      ...owned,
      ...unread.map((name) => failed(name, [])),
      ...moved.map(({ layer: { name } }) => failed(name, [movedSince(name)], true)),
    ];
    const result = await confirmProject(
      {
        project: document.project,
        statements: found,
        writer: context.apis.writersFor(document).layers,
        ...context.identity,
        hasEnded: endedHere(context.workspace.root, machine),
        now: machine.now(),
      },
      machine.stop,
    );
    switch (result.state) {
      case 'done':
        return [...others, ...result.layers.map(outcomeOf)];
      case 'failed':
        return [...others, ...allFailed(found, withNotRecorded(found, result.problems))];
      case 'taken':
        if (!isNotified) notices.waiting(waitClaimMs, document.project, result.run);
        isNotified = true;
        if ((await pause()) === 'again') continue;
        return [...others, ...allFailed(found, [concurrentRun(result.run, result.until)], true)];
      case 'changed': {
        const again = await planAgain(
          found.map(({ layer }) => layer.name),
          planning,
          statements,
        );
        if (again.problems.length > 0) {
          const isStale = again.problems.some(({ code }) => code === 'apply/stale');
          return [...others, ...allFailed(found, again.problems, isStale)];
        }
        planning = again;
        continue;
      }
      default:
        return result satisfies never;
    }
  }
}

function statementsOf(
  names: readonly string[],
  { plan, live }: Planning,
  { configs, shown }: ProjectStatements,
): readonly Statement[] {
  return names.flatMap((name) => {
    const layer = plan?.layers.find((one) => one.name === name);
    const seen = live.find((one) => one.name === name);
    if (layer === undefined || seen === undefined) return [];
    const pasted = configs.get(name)?.fields;
    return [{ layer, live: seen, ...(pasted && { pasted }), ...(shown && { changes: shown.changes }) }];
  });
}

/** Whether the step that would be recorded is no longer the one that the person did. */
function hasMoved(layer: PlannedLayer, shown: ShownSteps | undefined): boolean {
  if (shown === undefined) return false;
  const then = shown.layers.find(({ name }) => name === layer.name);
  if (then?.document !== layer.document) return true;
  const before = new Map(then.changes.map((change) => [change.id, valuesOf(change, then)]));
  const meant = layer.changes.filter(({ id }) => shown.changes.has(id));
  return meant.some((change) => before.get(change.id) !== valuesOf(change, layer));
}

/** The budget follows the cap, and a unit in the settings decides its amount. */
function valuesOf({ kind, fields }: Change, { desired }: PlannedLayer): string {
  const budget = kind === 'cap-enforcement' ? (desired.accountBudget ?? null) : null;
  return canonicalJson([budget, ...fields.map(({ path, after }) => [path, after])]);
}

/** A pasted config is based on the layer itself, not on the plan. */
async function planAgain(
  names: readonly string[],
  { plan }: Planning,
  { context, documents, configs, allow, notices }: ProjectStatements,
): Promise<Planning> {
  if (plan === undefined || configs.size > 0) {
    return planNow(
      context,
      allow,
      documents.filter(({ name }) => names.includes(name)),
    );
  }
  const again = await replanOf(plan, context, notices)(names);
  return again.state === 'failed'
    ? { plan: undefined, live: [], problems: again.problems }
    : { plan: { ...plan, ...again.plan }, live: again.live, problems: [] };
}

function outcomeOf(result: StatementResult): StatementOutcome {
  return result.state === 'failed' ? failed(result.name, result.problems) : result;
}

function failed(name: string, problems: readonly Problem[], isRefused = false): StatementOutcome {
  return { name, state: 'failed', problems, isRefused };
}

/** The first one has the problems. */
function allFailed(
  statements: readonly Statement[],
  problems: readonly Problem[],
  isRefused = false,
): readonly StatementOutcome[] {
  return statements.map(({ layer }, index) => failed(layer.name, index === 0 ? problems : [], isRefused));
}

function notOurs(name: string, { plan }: Planning): StatementOutcome | undefined {
  const refusal = plan?.refusals.find(({ policy, subject }) => policy === 'owner' && subject === name);
  if (refusal === undefined) return undefined;
  const remedy = 'Confirm it there, or take it over with --allow owner=NAME.';
  return failed(name, [{ code: 'confirm/not-ours', message: refusal.message, remedy }], true);
}

/** A refused statement names its reason; after a failed request, the result is unknown. */
function withNotRecorded(statements: readonly Statement[], problems: readonly Problem[]): readonly Problem[] {
  if (!problems.some(({ code }) => code.startsWith('api/'))) return problems;
  const names = statements.map(({ layer }) => layer.name);
  const subject = names.length === 1 ? `"${names.join('')}"` : nameList(names);
  const message = `The statement about ${subject} may not be recorded, because a request failed.`;
  const remedy = 'Run the same confirm again. It records a statement once.';
  return [...problems, { code: 'confirm/not-recorded', message, remedy }];
}

function movedSince(layer: string): Problem {
  return {
    code: 'apply/stale',
    layer,
    message: 'Since the step was shown, its document or settings changed. Nothing was recorded.',
    remedy: 'Compare what was set with the current step: reconcile todo, or reconcile plan.',
  };
}

function concurrentRun(run: string, until: string | undefined): Problem {
  return {
    code: 'apply/concurrent-run',
    message: `The project is claimed by another run: ${run}${until === undefined ? '' : `, until ${until}`}.`,
    remedy:
      until === undefined
        ? 'Confirm again. If the ledger was removed manually, Layers accepts its first claims again after 24 hours.'
        : 'Confirm again after that run.',
  };
}
