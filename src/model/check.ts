import type { CHECK_CODES } from './codes/check-codes.ts';
import type { Location } from './problem.ts';

export type CheckCode = keyof typeof CHECK_CODES;

/** An observation that is not a change. */
export type Check = {
  readonly code: CheckCode;
  readonly layer: string;
  /** `error`: broken now. `warning`: may cost money or data. `note`: good to know. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly remedy?: string;
  readonly location?: Location;
};
