import type { ChangeKind } from './change-kind.ts';
import type { FieldPath, FieldValues } from './field.ts';
import type { LiveField, LiveValue } from './layer.ts';
import type { Location } from './problem.ts';
import type { Value } from './value.ts';

/** One thing to do. */
export type Change = {
  /** Stable within a plan: `acme-ios/capi`. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly layer: string;
  /** Empty for `install` and `adopt`, which change no field. */
  readonly fields: readonly FieldChange[];
  readonly step: Step;
  /** Ids of changes of the same layer to do before. */
  readonly dependsOn: readonly string[];
  /** Live values it depends on besides its own `before`s. If one changes, the plan is stale. */
  readonly basis: readonly { readonly path: FieldPath; readonly live: LiveValue }[];
  /** API requests of an apply. */
  readonly calls: number;
  /** An earlier reviewed plan left it open, and the diff does not change all of its fields. Not part of the digest. */
  readonly stillOpen?: true;
};

export type FieldChange<P extends FieldPath = FieldPath> = {
  readonly [Q in P]: {
    readonly path: Q;
    readonly before: LiveField<Q>;
    /** In wire form, or as a person types it. */
    readonly after: FieldValues[Q];
    /** Location of the after value, also if it is inherited. Absent if no document has it. */
    readonly source?: Location;
  };
}[P];

/** `undefined` if it is not in the list. */
export function changeAt<P extends FieldPath>(fields: readonly FieldChange[], path: P): FieldChange<P> | undefined {
  // The path determines the type.
  return fields.find((field) => field.path === path) as FieldChange<P> | undefined;
}

/** How a change is carried out. */
export type Step =
  | { readonly by: 'api' }
  | { readonly by: 'human'; readonly instructions: HumanStep }
  /** Sent through the write gate of Layers, which does, queues or refuses it. */
  | { readonly by: 'gated'; readonly approver: string; readonly campaigns: readonly GatedCampaign[] };

export type GatedCampaign = {
  readonly id: string;
  readonly name: string;
  readonly verb: 'pause' | 'resume';
  /**
   * As far as the gate's settings show; no API shows whether the customer consented to partner writes. `requested` and
   * `rejected`: requested before, so not sent again. A run sets `rejected` if the rejection came after the review.
   */
  readonly predicted: 'done' | 'queued' | 'denied' | 'may be denied' | 'requested' | 'rejected';
  /** Queue id at Layers of the same write, requested before and rejected. */
  readonly rejected?: string;
};

/** Whether reconcile sends a request for it; `false` if an earlier one is waiting or was rejected. */
export function isSent({ step }: Pick<Change, 'step'>): boolean {
  if (step.by === 'gated')
    return step.campaigns.some(({ predicted }) => predicted !== 'requested' && predicted !== 'rejected');
  return step.by === 'api';
}

/** Ids of the changes of one layer that wait until it is adopted, directly or through another change. */
export function waitingForAdoption(changes: readonly Change[]): ReadonlySet<string> {
  const waiting = new Set(changes.flatMap(({ kind, id }) => (kind === 'adopt' ? [id] : [])));
  const adoptions = [...waiting];
  for (const { id, dependsOn } of changes) if (dependsOn.some((other) => waiting.has(other))) waiting.add(id);
  for (const id of adoptions) waiting.delete(id);
  return waiting;
}

/**
 * Whether the pending write of a campaign is this one. The words of the queue are undocumented: matches a state or a
 * verb.
 */
export function waitsFor(verb: GatedCampaign['verb'], pending: string | undefined): boolean {
  return pending !== undefined && (verb === 'pause' ? /pause/i : /active|resume/i).test(pending);
}

/** Complete instructions for a manual change. */
export type HumanStep = {
  /** A URL, or its place in words. */
  readonly screen: string;
  /** One sentence each. */
  readonly tasks: readonly string[];
  /** Members to set in "View as JSON". All others stay. */
  readonly paste?: Value;
};
