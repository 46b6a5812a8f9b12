import type { Change, Problem } from '../../model/index.ts';

/** The part of a failed change that succeeded; empty if none did. */
export function partlyApplied({ layer }: Change, what: string, done: readonly string[]): readonly Problem[] {
  if (done.length === 0) return [];
  const message = `A part of the change was applied: ${what} ${done.join(', ')}.`;
  return [{ code: 'apply/partial', layer, message, remedy: 'Run reconcile apply again; it continues with the rest.' }];
}

/** The token can no longer read a value. */
export function notReadable({ layer }: Change, what: string, reason: string): Problem {
  return {
    code: 'api/forbidden',
    layer,
    message: `TikTok no longer shows ${what}: ${reason}.`,
    remedy: 'Use a token of an administrator of the Business Center.',
  };
}

/** TikTok accepted a write without a visible effect. */
export function noEffect({ layer }: Change, what: string): Problem {
  return {
    code: 'apply/no-effect',
    layer,
    message: `TikTok accepted ${what} but does not show it.`,
    remedy: 'Wait a few minutes and run reconcile plan again. If it is still missing, set it in TikTok.',
  };
}
