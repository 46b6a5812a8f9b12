import type { ChangeKind } from './change-kind.ts';
import type { Step } from './change.ts';
import type { FieldPath } from './field.ts';
import type { LiveValue } from './layer.ts';
import type { CapUnit } from './money.ts';
import type { Refusal } from './policy.ts';
import type { Location } from './problem.ts';
import type { Value } from './value.ts';

/** The commit that wrote a line. */
export type LineOrigin =
  | {
      readonly state: 'committed';
      readonly commit: string;
      readonly author: string;
      /** ISO 8601, UTC. */
      readonly time: string;
      readonly summary: string;
      /** The clone is shallow, so an earlier commit may have written it. */
      readonly orEarlier: boolean;
    }
  | { readonly state: 'uncommitted' }
  | { readonly state: 'unknown'; readonly reason: string };

/** Why the document and live state differ, compared with the ledger. `unreached`: an apply never recorded the field. */
export type FieldDifference =
  | 'equal'
  | 'not in the document'
  | 'live unknown'
  | 'open'
  | 'unreached'
  | 'document changed'
  | 'live changed'
  | 'both changed';

/** One field of one layer: its line, its live value, and what an apply would do. */
export type FieldReport = {
  readonly layer: string;
  readonly file: string;
  readonly path: FieldPath;
  /** In wire form; `null` if the document does not set it. */
  readonly desired: Value | null;
  /** Of the desired value, also if it is inherited; `null` without one. */
  readonly source: (Location & { readonly inherited: boolean }) | null;
  readonly origin: LineOrigin | null;
  readonly live: LiveValue;
  /** When and by whom a recorded value was written; `null` for other values. */
  readonly recorded: {
    readonly time: string;
    readonly repository: string | null;
    readonly commit: string | null;
  } | null;
  readonly difference: FieldDifference;
  /** `null`: an apply does nothing about it. */
  readonly apply: {
    readonly kind: ChangeKind;
    readonly step: Step['by'];
    readonly sends: Value;
    readonly screen?: string;
    /** Kinds of changes that come first. */
    readonly after: readonly ChangeKind[];
    readonly refusals: readonly Refusal[];
  } | null;
  readonly currency: string | null;
  readonly costCapUnit: CapUnit | null;
  readonly sandbox: boolean;
};
