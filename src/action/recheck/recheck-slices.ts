import { warningPrinter } from '../../publish/index.ts';
import type { Problem } from '../../model/index.ts';
import { reasonAsText } from '../../render/index.ts';
import { openReadContext, type ReadContext, replan, type Replanned, scopeOf } from '../../operations/index.ts';
import type { ActionContext } from '../context.ts';
import type { PlanSlice } from '../review/assign-layers.ts';

export type Finding = {
  /** `#7`. */
  readonly name: string;
  readonly pull: number;
  /** `by hand`: its plan is never applied automatically. */
  readonly state: 'holds' | 'stale' | 'problems' | 'by hand';
  /** Reasons, one sentence each; may contain untrusted text. */
  readonly sentences: readonly string[];
};

/** Re-plans each part of the checkout against the new base and compares it with the reviewed plan. Read-only. */
export async function recheckParts(
  parts: readonly PlanSlice[],
  base: string,
  context: ActionContext,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const part of parts) findings.push(await recheckPart(part, base, context));
  return findings;
}

async function recheckPart(
  { update, plan }: PlanSlice,
  base: string,
  { inputs, machine }: ActionContext,
): Promise<Finding> {
  const options = { paths: [], ...scopeOf(plan), base, ...(inputs.config !== undefined && { config: inputs.config }) };
  const runContext = await openReadContext({ ...options, warn: warningPrinter(machine) }, machine);
  const checked: Replanned<ReadContext> = runContext.ok
    ? await replan(runContext.value, plan, plan.allowed)
    : { state: 'problems', problems: runContext.problems };
  return { name: update.name, pull: update.pull?.number ?? 0, ...foundIn(checked) };
}

function foundIn(checked: Replanned<ReadContext>): Pick<Finding, 'state' | 'sentences'> {
  switch (checked.state) {
    case 'ready':
      // If something could not be read, that part of the plan is unknown.
      return { state: checked.problems.length > 0 ? 'problems' : 'holds', sentences: checked.problems.map(said) };
    case 'problems':
      return { state: 'problems', sentences: checked.problems.map(said) };
    case 'elsewhere':
      return { state: 'stale', sentences: checked.problems.map(({ message }) => message) };
    case 'stale':
      return { state: 'stale', sentences: checked.stale.map((one) => `${one.layer}: ${reasonAsText(one)}.`) };
    case 'refused':
      return {
        state: 'stale',
        sentences: checked.plan.refusals.map(({ policy, subject, message }) => `${subject}: ${policy}: ${message}`),
      };
    default:
      return checked satisfies never;
  }
}

function said({ code, message }: Problem): string {
  return `${code}: ${message}`;
}
