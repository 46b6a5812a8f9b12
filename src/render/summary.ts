import type { Plan } from '../model/index.ts';
import { fittingPage } from './fitting.ts';

/**
 * Bytes. GitHub drops a step's summary beyond 1 MiB as a whole.
 * Source: docs.github.com, workflow commands, "Step isolation and limits" (documented).
 */
const LONGEST_SUMMARY = 1_000_000;

export type SummaryOptions = {
  readonly hideMoney: boolean;
  /** What is to be said besides the plan, one sentence each. */
  readonly notes?: readonly string[];
  /** Bytes that are left for it; all that a step may write where absent. */
  readonly limit?: number;
};

/** A plan as the summary of a CI job: in full wherever it fits. */
export function planAsSummary(plan: Plan, { hideMoney, notes = [], limit = LONGEST_SUMMARY }: SummaryOptions): string {
  return fittingPage(plan, { hideMoney, limit, notes, elsewhere: '`reconcile show` on the saved plan has it' });
}
