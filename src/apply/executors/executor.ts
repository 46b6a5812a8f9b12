import { type Change, fail, type LayersWriter, type Problem, type TikTokWriter } from '../../model/index.ts';

/** Tools to carry out the changes of one layer: both APIs with its credentials, and the delay between reads. */
export type Writers = {
  readonly layers: LayersWriter;
  readonly tiktok: TikTokWriter;
  /** The Spark code in a variable. It is sent only to TikTok. */
  readonly codeOf: (variable: string) => string | undefined;
  /** Resolves after `ms` milliseconds, or at once with `stopped` if the run is interrupted. */
  readonly sleep: (ms: number) => Promise<void | 'stopped'>;
};

/** Outcome of a change that did not fail: done, or waiting. */
export type WriteOutcome = { readonly waitingOn?: string };

/** The part of a failed change that did succeed, as a problem; empty if none did. */
export function partlyApplied({ layer }: Change, what: string, done: readonly string[]): readonly Problem[] {
  if (done.length === 0) return [];
  const message = `Before that, ${what}: ${done.join(', ')}.`;
  return [
    { code: 'apply/partial', layer, message, remedy: 'Run reconcile apply again: it goes on with what is left.' },
  ];
}

/**
 * Milliseconds between reads of a write, 15 s in total. TikTok sometimes shows a write late (observed by third
 * parties).
 */
const READ_BACK_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000];

/** Reads until `isThere`, the delays are used up, or the run is interrupted. Returns the last read. */
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

export function failed(problem: Problem): { readonly ok: false; readonly problems: readonly Problem[] } {
  return fail(problem);
}

/** The live state changed since the plan was made. `now`: current state; `undefined` if it does not exist. */
export function moved(change: Change, what: string, now: string | undefined): Problem {
  return {
    code: 'apply/stale',
    layer: change.layer,
    message: `Since it was read, something moved: ${what} ${now ?? 'nothing'} now.`,
    remedy: 'Run reconcile plan again, and look at it.',
  };
}

/** The token cannot, or can no longer, read what a write depends on. */
export function unreadable(change: Change, what: string, reason: string): Problem {
  return {
    code: 'api/forbidden',
    layer: change.layer,
    message: `TikTok no longer shows ${what}: ${reason}.`,
    remedy: 'Use a token of an administrator of the Business Center.',
  };
}

/** An accepted write without a visible effect. */
export function withoutEffect(change: Change, what: string): Problem {
  return {
    code: 'apply/no-effect',
    layer: change.layer,
    message: `TikTok accepted ${what}, and does not show it.`,
    remedy: 'Run reconcile plan again in some minutes; if it is still missing, set it in TikTok and tell us.',
  };
}
