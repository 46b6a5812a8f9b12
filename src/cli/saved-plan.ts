import type { Machine } from '../machine.ts';
import type { Plan, Result } from '../model/index.ts';
import { cleaned } from './cleaned.ts';
import { parsePlan } from '../plan/index.ts';
import { LARGEST_MADE, readNamed, readNamedText, unreadProblem } from './read-file.ts';

/** Whether a path is meant as a saved plan and not as a layer document: it says so itself. */
export async function isSavedPlan(path: string, machine: Pick<Machine, 'files' | 'cwd'>): Promise<boolean> {
  const read = await readNamed(path, LARGEST_MADE, machine);
  return read.ok && /^\s*\{[^]*"format"\s*:\s*"reconcile-plan"/.test(new TextDecoder().decode(read.bytes));
}

/** A plan that `plan --out` saved. */
export async function readSavedPlan(
  path: string,
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<Plan>> {
  const read = await readNamedText(path, LARGEST_MADE, machine);
  if (!read.ok) {
    const remedy = 'Check the path; reconcile plan --out FILE saves one.';
    const name = { name: `The saved plan ${path}`, code: 'plan/unreadable', atMost: LARGEST_MADE, remedy } as const;
    return { ok: false, problems: [unreadProblem(read.why, name)] };
  }
  const plan = parsePlan(read.text);
  if (plan === undefined) {
    return unreadable(
      `${path} is not a plan that this version of reconcile saved, or it was changed since.`,
      'Make it again: reconcile plan --out FILE.',
    );
  }
  return { ok: true, value: cleaned(plan, machine) };
}

function unreadable(message: string, remedy: string): Result<never> {
  return { ok: false, problems: [{ code: 'plan/unreadable', message, remedy }] };
}
