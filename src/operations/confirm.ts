import { type Confirmation, confirmLayer, pausesFor } from '../apply/index.ts';
import { parsePastedConfig, type PastedConfig } from '../desired/index.ts';
import { endedHere, type FileRead, readNamed, unreadProblem } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import {
  type Allowance,
  type DesiredLayer,
  fail,
  type Fields,
  type LiveLayer,
  MAX_FILE_BYTES,
  nearest,
  type Plan,
  type PlannedLayer,
  type Problem,
  type Result,
} from '../model/index.ts';
import type { ContextOptions, WriteContext } from './context.ts';
import { WAIT_CLAIM_MS } from './duration.ts';
import { EXIT, type ExitCode, exitCode } from './exit.ts';
import { type Planning, planNow } from './plan-now.ts';
import { type ApplyNotices, replanOf } from './replan.ts';
import { openWriteContext } from './run-context.ts';

export type ConfirmOptions = ContextOptions & {
  readonly name: string;
  readonly allow: readonly Allowance[];
  /** A file, or `-` for standard input. */
  readonly json?: string;
  /** How long to wait for another run, in milliseconds; 2 minutes if absent. */
  readonly waitClaim?: number;
};

/** Result of a confirmation. Without `text`, nothing was recorded, and `problems` contains the reason. */
export type Confirmed = {
  readonly exit: ExitCode;
  readonly problems: readonly Problem[];
  readonly text?: string;
  /** The current plan; absent if it could not be made. */
  readonly plan?: Plan;
};

/** Records a person's step or pasted config in the ledger, and writes nothing else. */
export async function confirmNow(options: ConfirmOptions, notices: ApplyNotices, machine: Machine): Promise<Confirmed> {
  const stop = (problems: readonly Problem[], exit: ExitCode = EXIT.problems): Confirmed => ({ exit, problems });
  const { allow } = options;
  const context = await openWriteContext({ ...options, only: [options.name] }, machine);
  if (!context.ok) return stop(context.problems);
  // Read after all secrets are known: an error can quote the pasted text.
  const pasted = options.json === undefined ? undefined : await readPasted(options.json, machine);
  if (pasted?.ok === false) return stop(pasted.problems);
  const { desired } = context.value.workspace;
  const [document] = desired;
  const names = context.value.others.map(({ name }) => name);
  if (document === undefined) return stop([noSuchLayer(options.name, names)]);
  const planning = await planNow(context.value, allow, desired);
  const { plan } = planning;
  const layer = plan?.layers[0];
  const live = planning.live[0];
  if (planning.problems.length > 0 || plan === undefined || layer === undefined || live === undefined)
    return stop(planning.problems);
  const owned = plan.refusals.find(({ policy }) => policy === 'owner');
  if (owned !== undefined) return stop([notOwner(owned.message)], EXIT.refused);
  const result = await recordStatement(
    {
      context: context.value,
      document,
      plan,
      layer,
      live,
      allow,
      notices,
      waitClaimMs: options.waitClaim ?? WAIT_CLAIM_MS,
      ...(pasted?.value !== undefined && { pasted: pasted.value.fields }),
    },
    machine,
  );
  switch (result.state) {
    case 'failed':
      return result.problems.some(({ code }) => code === 'apply/stale')
        ? stop(result.problems, EXIT.refused)
        : stop([...result.problems, ...notRecorded(options.name, result.problems)]);
    case 'taken':
      return stop([concurrentRun(result.run, result.until)], EXIT.refused);
    case 'nothing':
      return report('Nothing to record: this layer has no step to confirm.', planning);
    case 'recorded':
      return report(
        `${recordedText(options.name, pasted?.value)}${pasted === undefined ? refusedText(plan) : ''}`,
        await planNow(context.value, allow, desired),
      );
    default:
      return result satisfies never;
  }

  function report(text: string, { plan, problems }: Planning): Confirmed {
    const exit = exitCode({ problems: problems.length > 0, waiting: hasHumanSteps(plan) });
    return { exit, problems, text, ...(plan !== undefined && { plan }) };
  }
}

async function readPasted(from: string, machine: Machine): Promise<Result<PastedConfig>> {
  const read = from === '-' ? await readStandardInput(machine) : await readNamed(from, MAX_FILE_BYTES, machine);
  const name = from === '-' ? '(standard input)' : from;
  if (!read.ok) {
    const remedy = 'Name a file with the text of the layer\'s "View as JSON" editor, or - for standard input.';
    return fail(unreadProblem(read.why, { name, code: 'confirm/invalid', atMost: MAX_FILE_BYTES, remedy }));
  }
  const pasted = parsePastedConfig(read.bytes, name);
  if (pasted.ok || read.inside) return pasted;
  // Do not show lines of a file from outside the repository.
  return fail(...pasted.problems.map(({ excerpt: _, ...problem }) => problem));
}

/** Text pasted at a terminal belongs to the person, so an error may quote it. */
async function readStandardInput({ terminal }: Machine): Promise<FileRead> {
  const bytes = await terminal.readAll(MAX_FILE_BYTES);
  return bytes === undefined ? { ok: false, why: 'too large' } : { ok: true, bytes, real: '-', inside: true };
}

function recordedText(name: string, pasted: PastedConfig | undefined): string {
  const unknownKeys = pasted?.unknownKeys ?? [];
  const left = unknownKeys.length === 0 ? '' : ` Skipped unknown keys: ${unknownKeys.join(', ')}.`;
  return `Recorded for ${name}.${left}`;
}

/** A policy limits reconcile, not people, so a refusal that a person bypassed is reported. */
function refusedText(plan: Plan | undefined): string {
  const refusals = plan?.refusals ?? [];
  return refusals.length === 0
    ? ''
    : ` The plan is refused, but its changes are recorded as live: ${refusals
        .map(({ policy, message }) => `${policy}: ${message}`)
        .join(' ')}`;
}

/** Whether a person has to act. */
export function hasHumanSteps(plan: Plan | undefined): boolean {
  return plan?.layers.some(({ changes }) => changes.some(({ step }) => step.by === 'human')) ?? false;
}

/** @param names of all other layers */
export function noSuchLayer(name: string, names: readonly string[]): Problem {
  const meant = nearest(name, names);
  const all = `Layer names: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`;
  return {
    code: 'cli/usage',
    message: `No layer document is named "${name}".`,
    remedy: meant === undefined ? all : `Did you mean "${meant}"?`,
  };
}

/** A refused statement names its reason; after a failed request, the result is unknown. */
function notRecorded(name: string, problems: readonly Problem[]): readonly Problem[] {
  if (!problems.some(({ code }) => code.startsWith('api/'))) return [];
  const message = `The statement about "${name}" may not be recorded, because a request failed.`;
  const remedy = 'Run the same confirm again. It records a statement once.';
  return [{ code: 'confirm/not-recorded', message, remedy }];
}

function notOwner(message: string): Problem {
  return { code: 'confirm/not-ours', message, remedy: 'Confirm it there, or take it over with --allow owner=NAME.' };
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

/** A person's statement about one layer, and the plan it refers to. */
export type Statement = {
  readonly context: WriteContext;
  readonly document: DesiredLayer;
  readonly plan: Plan;
  readonly layer: PlannedLayer;
  readonly live: LiveLayer;
  readonly allow: readonly Allowance[];
  /** The whole config as pasted by a person. */
  readonly pasted?: Fields;
  /** How long to wait for the claim of another run, in milliseconds. */
  readonly waitClaimMs: number;
  readonly notices: ApplyNotices;
};

export type Recorded = Exclude<Confirmation, { readonly state: 'changed' }>;

/**
 * Records a statement in the ledger. Waits for another run to end. If the ledger changed since the plan, it plans
 * again; a statement about a stale plan is not recorded.
 */
export async function recordStatement(statement: Statement, machine: Machine): Promise<Recorded> {
  const { context, document, pasted, waitClaimMs, notices } = statement;
  const pause = pausesFor(waitClaimMs, machine);
  let [layer, live, isNotified] = [statement.layer, statement.live, waitClaimMs === 0];
  for (;;) {
    const result = await confirmLayer(
      {
        layer,
        live,
        writer: context.apis.writersFor(document).layers,
        ...(pasted !== undefined && { pasted }),
        ...context.identity,
        hasEnded: endedHere(context.workspace.root, machine),
        now: machine.now(),
      },
      machine.stop,
    );
    if (result.state === 'taken') {
      if (!isNotified) notices.waiting(waitClaimMs, layer.project, result.run);
      isNotified = true;
      if ((await pause()) !== 'again') return result;
      continue;
    }
    if (result.state !== 'changed') return result;
    const again = await planAgain(statement);
    if ('problems' in again) return { state: 'failed', problems: again.problems };
    ({ layer, live } = again);
  }
}

type FreshLayer = Pick<Statement, 'layer' | 'live'> | { readonly problems: readonly Problem[] };

async function planAgain({ context, document, plan, allow, pasted, notices }: Statement): Promise<FreshLayer> {
  if (pasted === undefined) {
    const again = await replanOf(plan, context, notices)([document.name]);
    return again.state === 'failed' ? again : first(again.plan, again.live);
  }
  // A pasted config is based on the layer itself, not on the plan.
  const again = await planNow(context, allow, [document]);
  return again.plan === undefined || again.problems.length > 0 ? again : first(again.plan, again.live);
}

function first({ layers: [layer] }: Pick<Plan, 'layers'>, [live]: readonly LiveLayer[]): FreshLayer {
  return layer === undefined || live === undefined ? { problems: [] } : { layer, live };
}
