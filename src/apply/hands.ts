import type { Change, LayersWriter, Problem, TikTokWriter } from '../model/index.ts';

/** What carries out the changes of one layer: both APIs with its credentials, and patience. */
export type Writers = {
  readonly layers: LayersWriter;
  readonly tiktok: TikTokWriter;
  /** The Spark code that a variable holds. It goes to TikTok and nowhere else. */
  readonly codeOf: (variable: string) => string | undefined;
  /** Resolves after `ms` milliseconds, and at once with `stopped` where the run was asked to stop. */
  readonly sleep: (ms: number) => Promise<void | 'stopped'>;
};

/** What became of a change that did not fail: done, or waiting for somebody. */
export type WriteOutcome = { readonly waitingOn?: string };

/** Says of a change that failed what of it is done all the same; nothing where nothing is. */
export function partlyApplied({ layer }: Change, what: string, done: readonly string[]): readonly Problem[] {
  if (done.length === 0) return [];
  const message = `Before that, ${what}: ${done.join(', ')}.`;
  return [
    { code: 'apply/in-part', layer, message, remedy: 'Run reconcile apply again: it goes on with what is left.' },
  ];
}

/** Milliseconds between looks at what was written: 15 s in all. TikTok shows a write late at times (observed by third parties). */
const READ_BACK_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000];

/** Looks until it is there, or patience ends, or the run is asked to stop. Answers with the last look. */
export async function readUntil<T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  { sleep }: Pick<Writers, 'sleep'>,
): Promise<T> {
  let seen = await look();
  for (const pause of READ_BACK_DELAYS_MS) {
    if (isThere(seen)) return seen;
    const rested = await sleep(pause);
    seen = await look();
    if (rested === 'stopped') return seen;
  }
  return seen;
}
