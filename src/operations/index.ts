export { type ReadyPlan, type Replanned, applyAndReplan, replan, notTried } from './apply-reviewed.ts';
export { applyAndWait, type Continuable, waitAndContinue, type WaitNotices } from './apply-and-wait.ts';
export { type BaseWorkspace, affected, openBaseWorkspace, openPartialBase } from './base-workspace.ts';
export { demoWorld, deriveWorld, emptyWorld } from './derived-world.ts';
export { explainEvent, listEvents } from './events.ts';
export { MAX_SEEN_MS, SEEN_MS, WAIT_CLAIM_MS, durationText, parseDuration } from './duration.ts';
export { seenEvents } from './seen-events.ts';
export { EXIT, type ExitCode, exitCode, unlessStopped } from './exit.ts';
export { coversSomething, isSandbox, planNow, readNow, withoutContradictions } from './plan-now.ts';
export { estimateReads } from './read-estimate.ts';
export { openReadContext, openWriteContext } from './run-context.ts';
export { type ReadContext, type WriteContext } from './context.ts';
export { type Merge, readShards } from './merge-plans.ts';
export { openReaders } from './open-apis.ts';
export { isSavedPlan, openApply, readSavedPlan, readWholePlan, scopeOf } from './saved-plan.ts';
export { openSavedOutputs } from './saved-output.ts';
export { writeUndo } from './undo.ts';
export { offlineChecks } from './validate.ts';
export {
  type OpenedSettings,
  type Workspace,
  openPartialWorkspace,
  openSettings,
  openWorkspace,
  unsetVariables,
} from './workspace.ts';
export { markRejected } from '../apply/index.ts';
export { type Confirmed, confirmLayers, type ConfirmOptions } from './confirm.ts';
export { type Discovery, discover } from './discover.ts';
export { EDITOR_SETTINGS, type FirstLayer, IGNORED_FOLDER } from './initial-files.ts';
export { folderInRepository, type InitialisedFile, initialise } from './initialise.ts';
export { importLayers } from './import/import-layers.ts';
export { checkSchemas } from './check-schemas.ts';
export { explainWordNow } from './explain-word.ts';
export { explainFieldNow } from './explain-field.ts';
export { diagnose } from './doctor.ts';
export { driftExit, driftNow } from './drift.ts';
export { connectExit, connectNow } from './connect.ts';
export { verifyExit, verifyNow } from './verify.ts';
export { reportNow, reportOn } from './report.ts';
export { openTodo, type OpenTodo } from './todo.ts';
