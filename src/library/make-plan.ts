import type { Allowance, Plan, Problem } from '../model/index.ts';
import { isSandbox, withoutContradictions } from '../operations/index.ts';
import { makePlan as planOf } from '../plan/index.ts';
import type { Repository } from './load-desired.ts';
import type { LiveState } from './read-live.ts';

export type PlanOptions = {
  /** Policies to lift, like `--allow POLICY=NAME`. */
  readonly allow?: readonly Allowance[];
};

/** A plan and the reasons why it is incomplete. */
export type MadePlan = {
  /** `undefined` if no layer could be planned. */
  readonly plan: Plan | undefined;
  readonly problems: readonly Problem[];
};

/** Compares documents with live state. Pure: the same arguments give the same plan. Every difference is a change. */
export function makePlan(repository: Repository, live: LiveState, options: PlanOptions = {}): MadePlan {
  const { settings, desired, others, invalid, otherInvalid } = repository;
  const { value: plan, contradictions } = withoutContradictions(live.layers, (layers) =>
    planOf({
      desired,
      live: layers,
      settings,
      owner: live.owner,
      allow: options.allow ?? [],
      today: new Date(live.readAt),
      reads: { calls: live.calls },
      sandbox: isSandbox(settings.origins.layers) && isSandbox(settings.origins.tiktok),
      others,
      invalid,
      otherInvalid,
    }),
  );
  return { plan, problems: [...repository.problems, ...live.problems, ...contradictions] };
}
