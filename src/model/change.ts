import type { FieldPath } from './field.ts';
import type { Seen } from './layer.ts';
import type { Value } from './value.ts';

/** The kinds of change, in the order in which a layer is set up. */
export const CHANGE_KINDS = [
  'install',
  'sharing',
  'binding',
  'pixel',
  'capi',
  'objectives',
  'cost-cap',
  'cap-enforcement',
  'event-map',
  'spark',
  'state',
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
  readonly after: readonly string[];
  /** Live values it rests on besides its own `before`s: if one moves, what was reviewed is no longer what would happen. */
  readonly basis: readonly { readonly path: FieldPath; readonly seen: Seen }[];
  /** How many API requests `apply` will send for it. */
  readonly calls: number;
};

export type FieldChange = {
  readonly path: FieldPath;
  readonly before: Seen;
  /** As it goes to the wire, or as a person types it. */
  readonly after: Value;
};

/** How a change is carried out. */
export type Step =
  | { readonly by: 'api' }
  | { readonly by: 'human'; readonly todo: HumanStep }
  /** Layers takes the write in and holds it until this person approves. */
  | { readonly by: 'gated'; readonly approver: string };

/** What a person must do, in full. */
export type HumanStep = {
  /** The screen to open: an address, or a place in words. */
  readonly screen: string;
  /** What to do there, one sentence each, in order. */
  readonly doing: readonly string[];
  /** Members to set in the layer's "View as JSON" editor. Everything else there stays as it is. */
  readonly paste?: Value;
};
