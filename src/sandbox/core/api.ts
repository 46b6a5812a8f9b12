import type { FaultAnswers } from './faults.ts';
import type { Answer, Request } from './route.ts';
import type { CoreWorld, State } from './state.ts';

/** One API that the server offers. All its answers are in its own envelope. */
export type Api<W extends CoreWorld> = {
  /** Its name in the log. */
  readonly name: string;
  readonly matches: (path: string) => boolean;
  readonly answer: (request: Request, state: State<W>) => Answer;
  /** The answer to a failure of the sandbox itself. */
  readonly failed: (state: State<W>, why: string) => Answer;
  /** Answers to scripted faults. Absent: faults and scheduled actions ignore its requests. */
  readonly faultAnswers?: (state: State<W>) => FaultAnswers;
  /** Credentials in the world. The log hides them. */
  readonly secrets: (world: W) => readonly string[];
  /** Whether a request is left out of the log. Absent: none is. */
  readonly isSilent?: (request: Request) => boolean;
};
