/** Pull requests: which one we are in, and our one comment on it. */
export { createGitHub, type GitHub, type GitHubOptions } from './client.ts';
export { type Comment, type CommentStep, commentSteps } from './comment.ts';
export { type Event, noPull, readEvent, runUrl } from './event.ts';
export { type Page, pageSteps, type Posted, postPage } from './post.ts';
export { type Pull, pullText, readRepository } from './pull.ts';
