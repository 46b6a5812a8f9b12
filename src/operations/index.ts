export { type ReadyPlan, type Replanned, applyAndReplan, replan, scopeOf, untouched } from './apply-reviewed.ts';
export { type BaseWorkspace, affected, openBaseWorkspace } from './base-workspace.ts';
export { WAIT_CLAIM_MS, durationText, parseDuration } from './duration.ts';
export { EXIT, type ExitCode, exitCode, unlessStopped } from './exit.ts';
export { progress } from './progress.ts';
export {
  type ReadContext,
  type WriteContext,
  coversSomething,
  openReadContext,
  openWriteContext,
  planNow,
} from './run-context.ts';
export { isSavedPlan, readSavedPlan } from './saved-plan.ts';
export { writeUndo } from './undo.ts';
export { unmatchedRules } from './unmatched-rules.ts';
export { type OpenedSettings, type Workspace, openSettings, openWorkspace } from './workspace.ts';
export type { ApplyNotices } from './replan.ts';
export { holdRejected } from '../apply/index.ts';
export { type Confirmed, confirmNow, type ConfirmOptions } from './confirm.ts';
export { driftExit, driftNow } from './drift.ts';
export { validated } from './validate.ts';
