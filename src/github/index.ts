/** GitHub: pull requests and our comment on each, the rules of trust, and our issue. */
export { type Comment, createGitHub, type GitHub, type Reaction } from './client.ts';
export { createRepository } from './create-repository.ts';
export { createDeploymentWriter, type DeploymentWriter } from './deployments.ts';
export type { GitHubResult } from './errors.ts';
export { type Event, noPull, readEvent, filesUrl, runUrl } from './event.ts';
export { type IssuePage, issueSteps, postIssue, type PostedIssue } from './issue.ts';
export { type Allowed, allowedPolicies, type LabelDoubt, labelDoubtText, labellers, lastPush } from './labels.ts';
export type { GitHubOptions } from './octokit.ts';
export { type CommentStep, commentSteps, findPage, type Page, pageSteps, type Posted, postPage } from './post.ts';
export { readAllowed } from './read-allowed.ts';
export { type Pull, pullText, readRepository } from './ref.ts';
export type {
  Artifact,
  Issue,
  LabelEvent,
  LastDeployed,
  Move,
  PullFacts,
  Repository,
  WorkflowRun,
} from './repository.ts';
export {
  checkControlFiles,
  fileOf,
  findReviewedRun,
  keptOutdatedPlan,
  plannedElsewhere,
  pusherOf,
  type UntrustedReason,
  untrustedReasonText,
} from './review-trust.ts';
