export { confirmedAsText, confirmedSentences } from './confirm/confirmed-as-text.ts';
export { driftAsIssue } from './drift/drift-as-issue.ts';
export { driftAsText } from './drift/drift-as-text.ts';
export { estimateAsText } from './plan/estimate-as-text.ts';
export { eventAsText } from './events/event-as-text.ts';
export { eventsAsText } from './events/events-as-text.ts';
export { seenAsText } from './events/seen-as-text.ts';
export { doctorAsText } from './doctor/doctor-as-text.ts';
export { fieldAsText } from './explain/field-as-text.ts';
export { codeAsText } from './explain/code-as-text.ts';
export { importAsText } from './import/import-as-text.ts';
export { type InitReport, initAsText } from './init/init-as-text.ts';
export { schemasAsText } from './init/schemas-as-text.ts';
export {
  codeJson,
  commentJson,
  confirmedJson,
  connectionJson,
  doctorJson,
  driftJson,
  entriesJson,
  eventJson,
  eventsJson,
  fieldJson,
  importJson,
  initJson,
  planAsArtifact,
  planAsJson,
  planAsJsonParts,
  planJson,
  problemsJson,
  reportJson,
  sandboxJson,
  seenJson,
  todoJson,
  validJson,
  verifyJson,
} from './json.ts';
export { type CommandJson, commandJsonParts, commandJsonText } from './parts/command-json.ts';
export { type Answer, answeredComment } from './outcome/answer.ts';
export { isOpenOutcome, outcomeAsComment, outcomeAsLog, outcomeAsSummary, type RunOutcome } from './outcome/comment.ts';
export { awaitedAsText } from './outcome/awaited.ts';
export { reasonText as reasonAsText, staleAsText } from './outcome/stale.ts';
export { entriesAsText } from './outcome/entries-as-text.ts';
export { codeSpan, forLog, forMarkdown, forTerminal, forWorkflow } from './parts/escape.ts';
export { withoutNumbers } from './parts/public-redaction.ts';
export { widthOf } from './parts/width.ts';
export { planAsComment, planAsSummary } from './plan/comment.ts';
export { markComment, outdatedMark, type PlanMark } from './plan/mark-comment.ts';
export { openStepsText } from './plan/open-steps.ts';
export { mergingText } from './plan/merging.ts';
export { planAsMarkdown } from './plan/plan-as-markdown.ts';
export type { ReviewFacts } from './plan/review-facts.ts';
export { planAsHtml } from './plan/plan-as-html.ts';
export { planAsText } from './plan/plan-as-text.ts';
export { annotations } from './problems/annotations.ts';
export { problemsAsComment, problemsAsSummary } from './problems/problems-page.ts';
export { connectionAsText, linkAsText, stepsAsText } from './connect/connect-as-text.ts';
export { reportAsHtml } from './report/report-as-html.ts';
export { reportAsText } from './report/report-as-text.ts';
export { verifyAsText } from './verify/verify-as-text.ts';
export { problemsAsText, validAsText, warningsAsText } from './problems/problems-as-text.ts';
export { clipboardSequence } from './todo/clipboard.ts';
export { todoAsText, tourEndAsText, visitAsText, visitedAsText } from './todo/todo-as-text.ts';
export { tourOf, type Visit, type VisitStep } from './todo/visits.ts';
