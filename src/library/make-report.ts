import type { Problem, Report } from '../model/index.ts';
import { reportOn } from '../operations/index.ts';
import type { Repository } from './load-desired.ts';
import { makePlan } from './make-plan.ts';
import type { LiveState } from './read-live.ts';

/** A report and the reasons why it is incomplete. */
export type MadeReport = { readonly report: Report; readonly problems: readonly Problem[] };

/** Spend against caps, states, checks and what expires, as `reconcile report` shows them. Pure. */
export function makeReport(repository: Repository, live: LiveState): MadeReport {
  const { plan, problems } = makePlan(repository, live);
  const report = reportOn(plan, {
    ...repository,
    live: live.layers,
    today: new Date(live.readAt),
    repository: live.owner.repository,
    calls: live.calls,
  });
  return { report, problems };
}
