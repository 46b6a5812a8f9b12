import { environmentProblems } from '../io/index.ts';

// A separate file, so that only commands that run load it.
export { environmentProblems };
