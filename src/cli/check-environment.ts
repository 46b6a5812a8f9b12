import { environmentProblems } from '../io/index.ts';

// A file of its own, so that it is loaded only by commands that run.
export { environmentProblems };
