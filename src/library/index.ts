/**
 * The exports of `layers-reconcile` for programs: documents → live state → plan → text. It only reads.
 *
 * @module
 */
export { loadDesired, type LoadOptions, type Repository } from './load-desired.ts';
export { makePlan, type MadePlan, type PlanOptions } from './make-plan.ts';
export { makeReport, type MadeReport } from './make-report.ts';
export { type LiveState, readLive, type ReadOptions } from './read-live.ts';
export { planAsHtml, planAsJson, planAsMarkdown, planAsText, problemsAsText, reportAsHtml } from '../render/index.ts';
export type {
  Allowance,
  Change,
  Check,
  DesiredLayer,
  InvalidDocument,
  LiveLayer,
  LiveValue,
  Location,
  Owner,
  Plan,
  PlannedLayer,
  PolicyName,
  Problem,
  ProblemCode,
  Refusal,
  Report,
  Result,
  Settings,
  Step,
} from '../model/index.ts';
