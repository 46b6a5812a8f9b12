import type { Change, Problem } from '../model/index.ts';

/** One problem as a result. */
export function failed(problem: Problem): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [problem] };
}

/** What the plan was made from is not so any more. `now`: as it is; `undefined` where there is nothing. */
export function moved(change: Change, what: string, now: string | undefined): Problem {
  return {
    code: 'apply/stale',
    layer: change.layer,
    message: `Since it was read, something moved: ${what} ${now ?? 'nothing'} now.`,
    remedy: 'Run reconcile plan again, and look at it.',
  };
}

/** The token may not, or can not any more, see what a write rests on. */
export function unreadable(change: Change, what: string, reason: string): Problem {
  return {
    code: 'api/forbidden',
    layer: change.layer,
    message: `TikTok does not show ${what} any more: ${reason}.`,
    remedy: 'Use a token of an administrator of the Business Center.',
  };
}

/** A yes that leaves no trace. */
export function withoutEffect(change: Change, what: string): Problem {
  return {
    code: 'apply/without-effect',
    layer: change.layer,
    message: `TikTok accepted ${what}, and does not show it.`,
    remedy: 'Run reconcile plan again in some minutes; if it is still missing, set it in TikTok and tell us.',
  };
}
