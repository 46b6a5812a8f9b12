import type { Change, FieldChange } from './change.ts';
import type { Check } from './check.ts';
import type { FieldPath } from './field.ts';
import type { CapUnit } from './money.ts';
import type { Unchecked } from './plan.ts';

/** Live state of a layer compared with the last apply. In a field, `before` is live and `after` is the document. */
export type LayerDrift = {
  readonly name: string;
  readonly file: string;
  /** Of the ad account; `null` if unknown. */
  readonly currency: string | null;
  /** Live differs, and the document is as applied. */
  readonly drift: readonly FieldChange[];
  /** The document differs from the last apply. */
  readonly pending: readonly FieldChange[];
  /** Reviewed changes that no apply or confirmation has finished, in order of execution. Not in the lists above. */
  readonly open: readonly Change[];
  /** In the document but not readable. */
  readonly unknown: readonly FieldPath[];
  /** Not read, so neither equal nor drift; absent if there is nothing. */
  readonly unchecked?: readonly Unchecked[] | undefined;
  /** Present with or without drift. */
  readonly checks: readonly Check[];
};

/** A drift run over the selected layers. */
export type DriftReport = {
  readonly sandbox: boolean;
  /** `null` if the settings do not state it. */
  readonly costCapUnit: CapUnit | null;
  readonly layers: readonly LayerDrift[];
  /** Layers that could not be read, in document order. */
  readonly unread: readonly string[];
  readonly calls: number;
};
