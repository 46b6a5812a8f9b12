import { resolve } from 'node:path';
import type { Machine } from '../machine.ts';
import type { Plan, Result } from '../model/index.ts';
import { cleaned } from './cleaned.ts';
import { parsePlan } from '../plan/index.ts';

/** Whether a path is meant as a saved plan and not as a layer document: it says so itself. */
export async function isSavedPlan(path: string, machine: Pick<Machine, 'files' | 'cwd'>): Promise<boolean> {
  try {
    const text = new TextDecoder().decode(await machine.files.read(resolve(machine.cwd, path)));
    return /^\s*\{[^]*"format"\s*:\s*"reconcile-plan"/.test(text);
  } catch {
    return false;
  }
}

/** A plan that `plan --out` saved. */
export async function readSavedPlan(
  path: string,
  machine: Pick<Machine, 'files' | 'cwd' | 'clean'>,
): Promise<Result<Plan>> {
  let text: string;
  try {
    text = new TextDecoder().decode(await machine.files.read(resolve(machine.cwd, path)));
  } catch {
    return unreadable(
      `The saved plan ${path} could not be read.`,
      'Check the path; reconcile plan --out FILE saves one.',
    );
  }
  const plan = parsePlan(text);
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
