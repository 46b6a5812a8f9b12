import {
  type Allowance,
  CONFIG_PATHS,
  type DesiredLayer,
  FIELD_PATHS,
  type LiveLayer,
  type Owner,
  type Plan,
  type PlannedLayer,
  type Refusal,
  type Result,
  type Settings,
} from '../model/index.ts';
import { findChanges } from './changes/index.ts';
import { checks } from './checks/index.ts';
import { seenAt } from './compare.ts';
import { layerDigest, planDigest } from './digest.ts';
import { forecastCalls } from './forecast.ts';
import { moneyLines } from './money.ts';
import { currencyOf, type Pair } from './pair.ts';
import { pairUp } from './pair-up.ts';
import { policies } from './policies/index.ts';
import type { Planned } from './policies/policy.ts';

export { findDrift } from './drift.ts';
export { parsePlan, planSchema } from './schema.ts';

export type PlanInput = {
  readonly desired: readonly DesiredLayer[];
  /** As it was read for `desired`. A document whose layer is missing here is not planned. */
  readonly live: readonly LiveLayer[];
  readonly settings: Settings;
  readonly owner: Owner;
  readonly allow: readonly Allowance[];
  /** Decides which month it is, in each account's time zone. */
  readonly today: Date;
  /** Requests that reading `live` took, and how many Layers keys were used. */
  readonly reads: { readonly calls: number; readonly keys: number };
  readonly sandbox: boolean;
};

/**
 * What would make `live` as `desired` says. Same input, same bytes: no clock, no network, no environment.
 * Answers with problems where a document contradicts its ad account.
 */
export function makePlan(input: PlanInput): Result<Plan> {
  const { settings, today } = input;
  const pairs = pairUp(input.desired, input.live, settings);
  if (!pairs.ok) return pairs;
  const planned: readonly Planned[] = pairs.value.map((pair) => ({ pair, changes: findChanges(pair) }));
  const layers = planned.map(planLayer);
  const { refusals, allowed } = judge(planned, input);
  return {
    ok: true,
    value: {
      format: 'reconcile-plan',
      version: 1,
      sandbox: input.sandbox,
      origins: settings.origins,
      transport: settings.transport.kind,
      costCapUnit: settings.costCapUnit ?? null,
      digest: planDigest(layers.map((layer) => layer.digest)),
      layers,
      refusals,
      allowed,
      money: moneyLines(planned, settings.costCapUnit, today),
      calls: { used: input.reads.calls, toCome: forecastCalls(layers, input.reads.calls, input.reads.keys) },
    },
  };
}

function planLayer({ pair, changes }: Planned): PlannedLayer {
  const { desired, live, wanted, settings } = pair;
  const { template, project } = desired;
  return {
    name: desired.name,
    file: desired.file,
    template,
    project,
    organization: live.organization,
    layerId: live.layerId ?? null,
    currency: currencyOf(pair) ?? null,
    digest: layerDigest({
      template,
      project,
      organization: live.organization,
      origins: settings.origins,
      desired: wanted,
      capUnit: settings.costCapUnit ?? null,
      changes,
    }),
    desired: wanted,
    changes,
    checks: checks.flatMap((examine) => examine(pair)),
    released: releasedFields(pair),
    unknown: CONFIG_PATHS.filter((path) => seenAt(pair, path).provenance === 'unknown'),
  };
}

/** What was applied once, and is not written any more: it stays as it is, and the reader is told. */
function releasedFields({ live, wanted }: Pair): PlannedLayer['released'] {
  const { ledger } = live;
  if (ledger.state !== 'kept') return [];
  return FIELD_PATHS.filter((path) => {
    const applied = ledger.entry.config[path];
    return applied !== undefined && applied !== null && wanted[path] === undefined;
  }).map((path) => ({ path, live: seenAt({ live }, path) }));
}

/** A policy that somebody lifted for a subject is listed, so that nobody overlooks it. */
function judge(planned: readonly Planned[], { settings, owner, allow }: PlanInput): Pick<Plan, 'refusals' | 'allowed'> {
  const found = policies.flatMap((policy) => policy({ planned, settings, owner }));
  const isAllowed = (refusal: Refusal): boolean =>
    allow.some(({ policy, subject }) => policy === refusal.policy && subject === refusal.subject);
  return {
    refusals: found.filter((refusal) => !isAllowed(refusal)),
    allowed: found.filter(isAllowed).map(({ policy, subject }) => ({ policy, subject })),
  };
}
