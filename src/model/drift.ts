import type { FieldChange } from './change.ts';
import type { Check } from './check.ts';
import type { FieldPath } from './field.ts';
import type { CapUnit } from './money.ts';

/** How one layer's live state stands to what was applied last. In a field, `before` is live, `after` the document. */
export type LayerDrift = {
  readonly name: string;
  readonly file: string;
  /** Of the ad account that the document names; `null` where nobody shows it. */
  readonly currency: string | null;
  /** Live differs although the document still says what was applied. */
  readonly drift: readonly FieldChange[];
  /** The document says something else than what was applied last: that is a change to come, not drift. */
  readonly pending: readonly FieldChange[];
  /** Written in the document, shown by nobody: whether it drifted cannot be told. */
  readonly unknown: readonly FieldPath[];
  /** What does not work now, whether something moved or not. */
  readonly checks: readonly Check[];
};

/** What a drift run found in all layers that it looked at. */
export type DriftReport = {
  readonly sandbox: boolean;
  /** What a cap's number counts; `null` where the settings do not say. */
  readonly costCapUnit: CapUnit | null;
  readonly layers: readonly LayerDrift[];
  /** Names of layers that could not be read, in the order of their documents: whether they drifted is unknown. */
  readonly unread: readonly string[];
  readonly calls: number;
};
