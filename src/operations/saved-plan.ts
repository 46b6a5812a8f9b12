import { readNamed, readNamedText, redactDeep, unreadProblem } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import { fail, MAX_GENERATED_FILE_BYTES, ok, type Plan, type Result } from '../model/index.ts';
import { parsePlan } from '../plan/index.ts';
import type { ContextOptions, WriteContext } from './context.ts';
import { openWriteContext } from './run-context.ts';

/** Whether a file is a saved plan, according to its `format`, and not a layer document. */
export async function isSavedPlan(path: string, machine: Pick<Machine, 'files' | 'cwd'>): Promise<boolean> {
  const read = await readNamed(path, MAX_GENERATED_FILE_BYTES, machine);
  return read.ok && /^\s*\{[^]*"format"\s*:\s*"reconcile-plan"/.test(new TextDecoder().decode(read.bytes));
}

/** Reads a plan that `plan --out` saved. */
export async function readSavedPlan(
  path: string,
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<Plan>> {
  const read = await readNamedText(path, MAX_GENERATED_FILE_BYTES, machine);
  if (!read.ok) {
    const remedy = 'Check the path; reconcile plan --out FILE saves one.';
    const name = {
      name: `The saved plan ${path}`,
      code: 'plan/unreadable',
      atMost: MAX_GENERATED_FILE_BYTES,
      remedy,
    } as const;
    return fail(unreadProblem(read.why, name));
  }
  const plan = parsePlan(read.text);
  if (plan === undefined) {
    return unreadable(
      `${path} is from a different version of reconcile, was changed, or has problems.`,
      'Make it again: reconcile plan --out FILE.',
    );
  }
  return ok(redactDeep(plan, machine));
}

/** Reads a saved plan of all layers: neither a review nor an apply is about a shard. */
export async function readWholePlan(
  path: string,
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<Plan>> {
  const plan = await readSavedPlan(path, machine);
  if (!plan.ok || plan.value.shard === undefined) return plan;
  const { number, of } = plan.value.shard;
  return fail({
    code: 'plan/shard',
    message: `${path} is only shard ${number} of ${of}.`,
    remedy: 'Merge all shards first: reconcile show --merge FILE… --out plan.json.',
  });
}

function unreadable(message: string, remedy: string): Result<never> {
  return fail({ code: 'plan/unreadable', message, remedy });
}

/**
 * Options that cover the same as a reviewed plan: its layers and its base. Other layers would otherwise count as
 * removed, and a protected one would stop the apply.
 */
export function scopeOf(reviewed: Plan): Pick<ContextOptions, 'base' | 'fixDrift' | 'only'> {
  return {
    ...(reviewed.base !== null && { base: reviewed.base }),
    fixDrift: reviewed.fixDrift,
    // A document that became invalid may be known only by its file.
    only: reviewed.layers.flatMap(({ name, file }) => [name, file]),
  };
}

/**
 * Opens the context of an apply. If the first path is a saved plan, applies exactly that or nothing. Policies that it
 * allows must be allowed again, because anyone can write a file.
 *
 * @param options with `layers`, only these layers of a saved plan
 */
export async function openApply(
  { layers, ...options }: ContextOptions & { readonly layers?: readonly string[] },
  machine: Machine,
): Promise<Result<{ readonly context: WriteContext; readonly reviewed: Plan | undefined }>> {
  const [first, ...others] = options.paths;
  const isSaved = first !== undefined && (await isSavedPlan(first, machine));
  const saved = isSaved ? await readWholePlan(first, machine) : undefined;
  if (saved?.ok === false) return saved;
  const reviewed = saved && (layers === undefined ? saved.value : onlyLayers(saved.value, layers));
  const scoped =
    reviewed === undefined ? {} : { ...scopeOf(reviewed), paths: others, inputs: options.paths.slice(0, 1) };
  const context = await openWriteContext({ ...options, ...scoped }, machine);
  return context.ok ? ok({ context: context.value, reviewed }) : context;
}

function onlyLayers(plan: Plan, names: readonly string[]): Plan {
  return { ...plan, layers: plan.layers.filter(({ name }) => names.includes(name)) };
}
