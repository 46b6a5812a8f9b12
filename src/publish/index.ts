export { type GitHubAccess, openGitHub, openRepository } from './open-github.ts';
export { type PlanPage, cleaner, planPage, postedText, publishToRunner } from './plan-page.ts';
export { eventText, markerRoot, rootInRepository } from './pull-request-target.ts';
export {
  appendOutputs,
  appendSummary,
  onRunner,
  planOutputs,
  summaryRoom,
  writeWorkflowCommands,
} from './runner-files.ts';
export { isPrivate, mayShowMoney } from './visibility.ts';
export { commentPlan, type CommentResult } from './comment-plan.ts';
export { applyNotices, warningPrinter } from './notices.ts';
export { showActivity } from './activity.ts';
