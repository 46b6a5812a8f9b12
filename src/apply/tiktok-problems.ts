import { type Change, fail, type Problem } from '../model/index.ts';

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
