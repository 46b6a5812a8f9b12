import type { FieldChange } from './change.ts';
import type { Check } from './check.ts';
import type { FieldPath } from './field.ts';
import type { CapUnit } from './money.ts';

/**
 * Live state of a layer compared with what was last applied. In a field, `before` is live and `after` is the document.
 */
export type LayerDrift = {
  readonly name: string;
  readonly file: string;
  /** Of the ad account in the document; `null` if it is unknown. */
  readonly currency: string | null;
  /** Live differs, and the document is as it was applied. */
  readonly drift: readonly FieldChange[];
  /** The document differs from what was last applied: a change to apply, not drift. */
  readonly pending: readonly FieldChange[];
  /** In the document but not readable: it is unknown if they drifted. */
  readonly unknown: readonly FieldPath[];
  /** Problems of the current state, with or without drift. */
  readonly checks: readonly Check[];
};

/** Result of a drift run over the selected layers. */
export type DriftReport = {
  readonly sandbox: boolean;
  /** Unit of a cap's number; `null` if the settings do not state it. */
  readonly costCapUnit: CapUnit | null;
  readonly layers: readonly LayerDrift[];
  /** Layers that could not be read, in document order: it is unknown if they drifted. */
  readonly unread: readonly string[];
  readonly calls: number;
};
