export { matchesNothing, noDocuments } from './document-problems.ts';
export { collectDocuments, globBelow } from './find-documents.ts';
export { findSettings, type FoundSettings, twoSettings } from './find-settings.ts';
export { type GitTree, gitTree } from './git-tree.ts';
export {
  commitId,
  commitsSince,
  firstParents,
  headParents,
  isShallow,
  mergeBase,
  objectAt,
  sparsePaths,
  locateInGit,
} from './git.ts';
export { stepChanges, type TreeChange, treeChanges } from './git-changes.ts';
export type { GitMachine } from './git-output.ts';
export { type Identity, identify } from './identity.ts';
export { endedHere, journalFile } from './journal-file.ts';
export { bareMachine, leave, nodeMachine, tuneV8 } from './node-machine.ts';
export { openOutputs, type Output, type Outputs } from './outputs.ts';
export {
  type FileRead,
  type Unread,
  behind,
  isInside,
  listFolder,
  readNamed,
  readNamedText,
  failureReason,
  unreadProblem,
} from './read-file.ts';
export { type Recording, codeInRecord, readRecording, recordingText, recording, replaying } from './recording.ts';
export { guarded, redactDeep, redactor } from './redact.ts';
export { environmentProblems, mayHaveToken, requestTimeout } from './environment.ts';
export { STDIN, withStandardInput } from './standard-input.ts';
export { hasEscapes } from './terminal-escapes.ts';
export { gitVersion } from './git.ts';
export { lineOrigin } from './line-origin.ts';
export { proxyHost } from '../http/index.ts';
