import type { Plan } from '../model/index.ts';
import { fittingPage } from './fitting.ts';

/**
 * Bytes. GitHub drops a whole summary of a step beyond 1 MiB. Source: docs.github.com, workflow commands, "Step
 * isolation and limits" (documented).
 */
const LONGEST_SUMMARY = 1_000_000;

export type SummaryOptions = {
  readonly hideMoney: boolean;
  /** One sentence each. */
  readonly notes?: readonly string[];
  /** Bytes left for it; the whole limit of a step if absent. */
  readonly limit?: number;
};

/** A plan as the summary of a CI job: complete if it fits. */
export function planAsSummary(plan: Plan, { hideMoney, notes = [], limit = LONGEST_SUMMARY }: SummaryOptions): string {
  return fittingPage(plan, { hideMoney, limit, notes, elsewhere: '`reconcile show` on the saved plan has it' });
}
