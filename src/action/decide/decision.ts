import type { Problem } from '../../model/index.ts';

/** Whether the job with credentials is needed, and why, as a sentence. */
export type Decision = { readonly needed: boolean; readonly why: string };

/** Needed in doubt: that job reports the problem. */
export function unknown([first]: readonly Problem[]): Decision {
  return { needed: true, why: `It is unknown what changed. ${first?.message ?? ''}`.trimEnd() };
}
