import { FIELD_CHANGE_KINDS, type FieldChangeKind, type FieldPath, type FieldValues } from './field.ts';
import type { LiveField, LiveValue } from './layer.ts';
import type { Value } from './value.ts';

export type ChangeKind = 'install' | 'adopt' | FieldChangeKind;

/** In the order in which a layer is set up. */
export const CHANGE_KINDS: readonly ChangeKind[] = ['install', 'adopt', ...FIELD_CHANGE_KINDS];

/** One thing to do. */
export type Change = {
  /** Stable within a plan: `acme-ios/capi`. The journal is made from it. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly layer: string;
  /** Empty for `install` and `adopt`, which change no field. */
  readonly fields: readonly FieldChange[];
  readonly step: Step;
  /** Ids of changes of the same layer that must be done before. */
  readonly dependsOn: readonly string[];
  /** Live values it depends on besides its own `before`s. If one changes, the plan is stale. */
  readonly basis: readonly { readonly path: FieldPath; readonly live: LiveValue }[];
  /** Number of API requests that `apply` sends for it. */
  readonly calls: number;
};

export type FieldChange<P extends FieldPath = FieldPath> = {
  readonly [Q in P]: {
    readonly path: Q;
    readonly before: LiveField<Q>;
    /** In wire form, or as a person types it. */
    readonly after: FieldValues[Q];
  };
}[P];

/** The change of the field at `path`; `undefined` if it is not in the list. */
export function changeAt<P extends FieldPath>(fields: readonly FieldChange[], path: P): FieldChange<P> | undefined {
  // The path tells the members of the union apart.
  return fields.find((field) => field.path === path) as FieldChange<P> | undefined;
}

/** How a change is carried out. */
export type Step =
  | { readonly by: 'api' }
  | { readonly by: 'human'; readonly instructions: HumanStep }
  /** Goes through the write gate of Layers, which does it, queues it for approval, or refuses it. */
  | { readonly by: 'gated'; readonly approver: string; readonly campaigns: readonly GatedCampaign[] };

export type GatedCampaign = {
  readonly id: string;
  readonly name: string;
  readonly verb: 'pause' | 'resume';
  /**
   * Result at the gate as far as its settings show; no API shows whether the customer consented to partner writes.
   * `requested`: requested before and waiting for approval, so it is not sent again. `rejected`: requested before and
   * rejected after the plan was reviewed, so it is not sent again either; only set by a run.
   */
  readonly predicted: 'done' | 'queued' | 'denied' | 'may be denied' | 'requested' | 'rejected';
  /** Id in the queue of Layers if the same write was requested before and rejected. */
  readonly rejected?: string;
};

/** Whether reconcile sends a request for a change. `false` if it was requested before and is waiting or rejected. */
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
  /** The screen to open: a URL, or its place in words. */
  readonly screen: string;
  /** One sentence each, in order. */
  readonly tasks: readonly string[];
  /** Members to set in the layer's "View as JSON" editor. All others stay. */
  readonly paste?: Value;
};
