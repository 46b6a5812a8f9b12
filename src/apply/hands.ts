import type { LayersWriter, TikTokWriter } from '../model/index.ts';

/** What carries out the changes of one layer: both APIs with its credentials, and patience. */
export type Hands = {
  readonly layers: LayersWriter;
  readonly tiktok: TikTokWriter;
  /** The Spark code that a variable holds. It goes to TikTok and nowhere else. */
  readonly codeOf: (variable: string) => string | undefined;
  /** Resolves after `ms` milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
};

/** What became of a change that did not fail: done, or waiting for somebody. */
export type Carried = { readonly waitingOn?: string };

/** Milliseconds between looks at what was written: 15 s in all. TikTok shows a write late at times (observed by third parties). */
const PATIENCE: readonly number[] = [1_000, 2_000, 4_000, 8_000];

/** Looks until it is there, or patience ends. Answers with the last look. */
export async function lookUntil<T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  { sleep }: Pick<Hands, 'sleep'>,
): Promise<T> {
  let seen = await look();
  for (const pause of PATIENCE) {
    if (isThere(seen)) return seen;
    await sleep(pause);
    seen = await look();
  }
  return seen;
}
