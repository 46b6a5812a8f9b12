import { type PastedConfig, parsePastedConfig } from '../../desired/index.ts';
import type { Machine } from '../../machine.ts';
import type { Plan, Problem, Result } from '../../model/index.ts';
import { confirmedAsJson, forTerminal, planAsText } from '../../render/index.ts';
import { LARGEST_FILE, nearest } from '../../text/index.ts';
import { recordStatement } from '../confirming.ts';
import { EXIT, type ExitCode, exitCode } from '../exit.ts';
import { WAIT_CLAIM_MS } from '../duration.ts';
import { type CommonOptions, parseAllowances } from '../options.ts';
import { openWritingBench, type Planning, planNow } from '../planning.ts';
import { type FileRead, readNamed, unreadProblem } from '../read-file.ts';
import { printProblems } from '../say.ts';

export type ConfirmOptions = CommonOptions & {
  readonly name: string;
  readonly paths: readonly string[];
  readonly allow: readonly string[];
  /** A file, or `-` for standard input. */
  readonly json?: string;
  /** How long another run is waited for, in milliseconds; 2 minutes if absent. */
  readonly waitClaim?: number;
};

/** How it ended. Without a `text` nothing was recorded, and the problems say why. */
export type Confirmed = {
  readonly exit: ExitCode;
  readonly problems: readonly Problem[];
  readonly text?: string;
  /** As it is now; absent where it could not be made. */
  readonly plan?: Plan;
};

/** A person says that what was theirs is done, or pastes the config as it is now. Both go into the ledger, nothing else does. */
export async function confirm(options: ConfirmOptions, machine: Machine): Promise<ExitCode> {
  const { exit, problems, text, plan } = await confirmNow(options, machine);
  printProblems(problems, machine, options.format, text === undefined);
  if (text === undefined) return exit;
  machine.terminal.print(
    options.format === 'json'
      ? confirmedAsJson(text, plan)
      : `${forTerminal(text)}\n${plan === undefined ? '' : planAsText(plan, { colour: machine.terminal.colour })}`,
  );
  return exit;
}

/** The same, without a word to anybody. */
export async function confirmNow(options: ConfirmOptions, machine: Machine): Promise<Confirmed> {
  const stop = (problems: readonly Problem[], exit: ExitCode = EXIT.problems): Confirmed => ({ exit, problems });
  const allow = parseAllowances(options.allow);
  if (!allow.ok) return stop(allow.problems);
  const context = await openWritingBench({ ...options, only: [options.name] }, machine);
  if (!context.ok) return stop(context.problems);
  // Only now it is known what is a secret: what was pasted may be shown where it is wrong.
  const pasted = options.json === undefined ? undefined : await readPasted(options.json, machine);
  if (pasted?.ok === false) return stop(pasted.problems);
  const { desired } = context.value.workspace;
  const [document] = desired;
  const names = context.value.others.map(({ name }) => name);
  if (document === undefined) return stop([noSuchLayer(options.name, names)]);
  const planning = await planNow(context.value, allow.value, desired);
  const { plan } = planning;
  const layer = plan?.layers[0];
  const live = planning.live[0];
  if (planning.problems.length > 0 || plan === undefined || layer === undefined || live === undefined)
    return stop(planning.problems);
  const owned = plan.refusals.find(({ policy }) => policy === 'owner');
  if (owned !== undefined) return stop([notOurs(owned.message)], EXIT.refused);
  const result = await recordStatement(
    {
      context: context.value,
      document,
      plan,
      layer,
      live,
      allow: allow.value,
      waitClaimMs: options.waitClaim ?? WAIT_CLAIM_MS,
      ...(pasted?.value !== undefined && { pasted: pasted.value.fields }),
    },
    machine,
  );
  switch (result.state) {
    case 'failed':
      return stop(
        result.problems,
        result.problems.some(({ code }) => code === 'apply/stale') ? EXIT.refused : EXIT.problems,
      );
    case 'rival':
      return stop([rival(result.run, result.until)], EXIT.refused);
    case 'nothing':
      return report('Nothing to record: no step of this layer waits for your word.', planning);
    case 'recorded':
      return report(
        `${recordedText(options.name, pasted?.value)}${pasted === undefined ? refusedText(plan) : ''}`,
        await planNow(context.value, allow.value, desired),
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
  const read = from === '-' ? await readTyped(machine) : await readNamed(from, LARGEST_FILE, machine);
  const name = from === '-' ? '(standard input)' : from;
  if (!read.ok) {
    const remedy = 'Name a file with the text of the layer\'s "View as JSON" editor, or - for standard input.';
    return {
      ok: false,
      problems: [unreadProblem(read.why, { name, code: 'confirm/invalid', atMost: LARGEST_FILE, remedy })],
    };
  }
  const pasted = parsePastedConfig(read.bytes, name);
  if (pasted.ok || read.inside) return pasted;
  // Lines of a file from elsewhere are not shown.
  return { ok: false, problems: pasted.problems.map(({ excerpt: _, ...problem }) => problem) };
}

/** What is pasted at a terminal is the person's own, so it may be shown where it is wrong. */
async function readTyped({ terminal }: Machine): Promise<FileRead> {
  const bytes = await terminal.readAll(LARGEST_FILE);
  return bytes === undefined ? { ok: false, why: 'too large' } : { ok: true, bytes, real: '-', inside: true };
}

function recordedText(name: string, pasted: PastedConfig | undefined): string {
  const unknownKeys = pasted?.unknownKeys ?? [];
  const left =
    unknownKeys.length === 0 ? '' : ` Keys that reconcile does not know were left out: ${unknownKeys.join(', ')}.`;
  return `Recorded for ${name}.${left}`;
}

/** A policy keeps reconcile from writing, and not a person from clicking: that it was passed over is said. */
function refusedText(plan: Plan | undefined): string {
  const refusals = plan?.refusals ?? [];
  return refusals.length === 0
    ? ''
    : ` The plan was refused, and what it asked for is recorded as live all the same: ${refusals
        .map(({ policy, message }) => `${policy}: ${message}`)
        .join(' ')}`;
}

function hasHumanSteps(plan: Plan | undefined): boolean {
  return plan?.layers.some(({ changes }) => changes.some(({ step }) => step.by === 'human')) ?? false;
}

function noSuchLayer(name: string, names: readonly string[]): Problem {
  const meant = nearest(name, names);
  const all = `Names here: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`;
  return {
    code: 'cli/usage',
    message: `No layer document is named ${name}.`,
    remedy: meant === undefined ? all : `Did you mean ${meant}?`,
  };
}

function notOurs(message: string): Problem {
  return { code: 'confirm/not-ours', message, remedy: 'Confirm it there, or take it over with --allow owner=NAME.' };
}

function rival(run: string, until: string | undefined): Problem {
  return {
    code: 'apply/rival',
    message: `Another run holds the project: ${run}${until === undefined ? '' : `, until ${until}`}.`,
    remedy:
      until === undefined
        ? 'Confirm again. If the ledger was removed by hand, Layers takes its first claims again after 24 hours.'
        : 'Wait for it to end, then confirm again.',
  };
}
