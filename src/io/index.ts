export { collectDocuments } from './find-documents.ts';
export { findSettings, twoSettings } from './find-settings.ts';
export { type GitTree, gitTree } from './git-tree.ts';
export {
  type GitMachine,
  type TreeChange,
  type TreeEntry,
  commitId,
  commitsSince,
  firstParents,
  headParents,
  isShallow,
  mergeBase,
  objectAt,
  sparsePaths,
  treeChanges,
  treeOf,
} from './git.ts';
export { type Identity, identify } from './identity.ts';
export { endedHere, journalFile } from './journal-file.ts';
export { bareMachine, leave, realMachine } from './node-machine.ts';
export { type Outputs, openOutputs } from './outputs.ts';
export {
  type FileRead,
  type Unread,
  behind,
  readNamed,
  readNamedText,
  unreadProblem,
} from './read-file.ts';
export { type Recording, codeInRecord, readRecord, recordText, recording, replaying } from './recording.ts';
export { redactDeep } from './redact-deep.ts';
export { guarded, redactor } from './redact.ts';
export { freshFolder, undoNames } from './undo-folder.ts';
export { documentMatcher, isReadable } from '../desired/index.ts';
export type { Output } from './outputs.ts';
export { undoOutputs } from './undo-folder.ts';
export { environmentProblems, mayHaveToken, requestTimeout } from './environment.ts';
