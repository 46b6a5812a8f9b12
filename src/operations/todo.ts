import type { Machine } from '../machine.ts';
import { type Allowance, ok, type Plan, type Problem, type Result } from '../model/index.ts';
import type { ContextOptions } from './context.ts';
import { planNow } from './plan-now.ts';
import { openReadContext } from './run-context.ts';
import { selectLayers } from './select-layers.ts';
import { openPartialWorkspace } from './workspace.ts';

export type TodoOptions = Omit<ContextOptions, 'only'> & {
  /** Names of layers, or files of documents. Empty: all layers. */
  readonly names: readonly string[];
  readonly allow: readonly Allowance[];
};

/** The current plan, and a way to read some of its layers again. */
export type OpenTodo = {
  /** Absent if it could not be made. */
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
  /** The plan with these layers read again. A layer that cannot be read stays as it was. Read-only. */
  readonly refresh: (
    plan: Plan,
    names: readonly string[],
  ) => Promise<{ readonly plan: Plan; readonly problems: readonly Problem[] }>;
};

/** Reads the layers with their open manual steps. Read-only. */
export async function openTodo({ names, allow, ...options }: TodoOptions, machine: Machine): Promise<Result<OpenTodo>> {
  const workspace = await openPartialWorkspace(options, machine);
  if (!workspace.ok) return workspace;
  const { namesByWord, problems } = selectLayers(names, workspace.value, machine);
  if (problems.length > 0) return { ok: false, problems };
  const only = [...namesByWord.values()].flat();
  const context = await openReadContext({ ...options, ...(names.length > 0 && { only }) }, machine);
  if (!context.ok) return context;
  const planning = await planNow(context.value, allow);
  return ok({
    ...(planning.plan && { plan: planning.plan }),
    problems: planning.problems,
    refresh: async (plan, some) => {
      const desired = context.value.workspace.desired.filter(({ name }) => some.includes(name));
      const fresh = await planNow(context.value, allow, desired);
      return { plan: mergedPlan(plan, fresh.plan), problems: fresh.problems };
    },
  });
}

function mergedPlan(plan: Plan, fresh: Plan | undefined): Plan {
  if (fresh === undefined) return plan;
  const freshByName = new Map(fresh.layers.map((layer) => [layer.name, layer]));
  return {
    ...plan,
    layers: plan.layers.map((layer) => freshByName.get(layer.name) ?? layer),
    refusals: [...plan.refusals.filter(({ subject }) => !freshByName.has(subject)), ...fresh.refusals],
  };
}
