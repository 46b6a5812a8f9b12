/** GitHub: pull requests and our comment on each, the rules of trust, and our issue. */
export { createGitHub, type GitHub } from './client.ts';
export { type Comment, type CommentStep, commentSteps } from './comment.ts';
export { createRepository } from './create-repository.ts';
export { type Event, noPull, readEvent, runUrl } from './event.ts';
export { type IssuePage, issueSteps, postIssue, type PostedIssue } from './issue.ts';
export type { GitHubResult } from './judge.ts';
export { type Allowed, allowedPolicies, type LabelDoubt, labelDoubtText, labellers, lastPush } from './labels.ts';
export type { GitHubOptions } from './octokit.ts';
export { findPage, type Page, pageSteps, type Posted, postPage } from './post.ts';
export { type Pull, pullText, readRepository } from './pull.ts';
export { readAllowed } from './read-allowed.ts';
export type {
  Issue,
  LabelEvent,
  Move,
  PullFacts,
  Repository,
  WorkflowRun,
} from './repository.ts';
export {
  type UntrustedReason,
  distrustText,
  findReviewedRun,
  plannedElsewhere,
  pusherOf,
  type Reviewed,
  checkControlFiles,
} from './trust.ts';
