import type { DesiredLayer, FieldChange, Fields, LiveLayer, Settings } from '../model/index.ts';

/** One layer, desired and live. */
export type KnownPair = {
  readonly desired: DesiredLayer;
  /** In wire form: the cap as the number at Layers. */
  readonly desiredWire: Fields;
  readonly live: LiveLayer;
  readonly settings: Settings;
  /**
   * Desired fields at the base, in wire form. `new`: the layer had no document. Absent: without a base, so every
   * difference is a change.
   */
  readonly base?: Fields | 'new' | undefined;
};

/** The input of every rule. */
export type Pair = KnownPair & {
  /** Fields with a different or unknown live value, in the order of `FIELD_PATHS`. */
  readonly differing: readonly FieldChange[];
  /** Those made by the diff between base and documents, or still open. Without a base, all. */
  readonly toPlan: readonly FieldChange[];
};
