import type { FieldPath } from './field.ts';
import type { LiveValue } from './layer.ts';
import type { Value } from './value.ts';

/** The kinds of change, in the order in which a layer is set up. */
export const CHANGE_KINDS = [
  'install',
  'partnership',
  'sharing',
  'pixel-link',
  'binding',
  'pixel',
  'capi',
  'objectives',
  'cost-cap',
  'cap-enforcement',
  'event-map',
  'spark-authorise',
  'spark',
  'state',
  'campaigns',
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One thing to do. */
export type Change = {
  /** Stable within a plan: `acme-ios/capi`. The journal is made from it. */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly layer: string;
  /** Empty for `install`, which changes no field. */
  readonly fields: readonly FieldChange[];
  readonly step: Step;
  /** Ids of changes of the same layer that must be done before. */
  readonly dependsOn: readonly string[];
  /** Live values it rests on besides its own `before`s: if one moves, what was reviewed is no longer what would happen. */
  readonly basis: readonly { readonly path: FieldPath; readonly seen: LiveValue }[];
  /** How many API requests `apply` will send for it. */
  readonly calls: number;
};

export type FieldChange = {
  readonly path: FieldPath;
  readonly before: LiveValue;
  /** As it goes to the wire, or as a person types it. */
  readonly after: Value;
};

/** How a change is carried out. */
export type Step =
  | { readonly by: 'api' }
  | { readonly by: 'human'; readonly instructions: HumanStep }
  /** It goes through the write gate of Layers, which does it, holds it until somebody approves, or refuses it. */
  | { readonly by: 'gated'; readonly approver: string; readonly campaigns: readonly GatedCampaign[] };

/** One campaign that is to be paused or resumed. */
export type GatedCampaign = {
  readonly id: string;
  readonly name: string;
  readonly verb: 'pause' | 'resume';
  /**
   * What the gate will do, as far as its settings show: that the customer has consented to partner writes at all is
   * shown by no API. `asked`: it was asked before and waits for somebody, so it is not asked again. `rejected`: it was
   * asked before, and rejected after the plan was reviewed, so it is not asked again either; only a run has it.
   */
  readonly predicted: 'done' | 'queued' | 'denied' | 'may be denied' | 'asked' | 'rejected';
  /** Id of the same write in the queue of Layers, where it was asked for before and rejected. */
  readonly rejected?: string;
};

/**
 * Whether reconcile has something to send for a change: what was asked for before, and waits or was rejected, is not sent
 * again.
 */
export function isSent({ step }: Pick<Change, 'step'>): boolean {
  if (step.by === 'gated')
    return step.campaigns.some(({ predicted }) => predicted !== 'asked' && predicted !== 'rejected');
  return step.by === 'api';
}

/**
 * Whether what waits for a campaign is this very thing. The queue's words for it are not documented: a state or a verb
 * is looked for in them.
 */
export function waitsFor(verb: GatedCampaign['verb'], pending: string | undefined): boolean {
  return pending !== undefined && (verb === 'pause' ? /pause/i : /active|resume/i).test(pending);
}

/** What a person must do, in full. */
export type HumanStep = {
  /** The screen to open: an address, or a place in words. */
  readonly screen: string;
  /** What to do there, one sentence each, in order. */
  readonly tasks: readonly string[];
  /** Members to set in the layer's "View as JSON" editor. Everything else there stays as it is. */
  readonly paste?: Value;
};
