import type { Machine } from '../machine.ts';
import { fail, MAX_GENERATED_FILE_BYTES, ok, type Plan, type Result } from '../model/index.ts';
import { readNamed, readNamedText, redactDeep, unreadProblem } from '../io/index.ts';
import { parsePlan } from '../plan/index.ts';

/** Whether a file is a saved plan and not a layer document, according to its `format`. */
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
      `${path} is not a plan that this version of reconcile saved, or it was changed since.`,
      'Make it again: reconcile plan --out FILE.',
    );
  }
  return ok(redactDeep(plan, machine));
}

function unreadable(message: string, remedy: string): Result<never> {
  return fail({ code: 'plan/unreadable', message, remedy });
}
