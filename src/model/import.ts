import type { FieldPath } from './field.ts';
import type { CapUnit } from './money.ts';
import type { Problem } from './problem.ts';
import type { Value } from './value.ts';

/** Result of an import. */
export type ImportReport = {
  readonly sandbox: boolean;
  /** Nothing was written. */
  readonly dryRun: boolean;
  /** Whether the editor has no local schemas yet: init creates them. */
  readonly needsInit: boolean;
  readonly costCapUnit: CapUnit | null;
  /** Sorted by name. */
  readonly layers: readonly ImportedLayer[];
  /** New files and changed ones, sorted by path. */
  readonly files: readonly ImportedFile[];
  /** Each is also the cause of a failed layer, or of projects that could not be listed. */
  readonly problems: readonly Problem[];
};

export type ImportedLayer = {
  readonly name: string;
  readonly project: string;
  /** Of the document; `null` if it has none. */
  readonly file: string | null;
  /** `skipped`: nothing is live. `failed`: a problem has the reason. */
  readonly state: 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';
  /** `no-layer`: the project has no TikTok layer. `no-account`: no ad account is bound to it. */
  readonly reason?: 'no-layer' | 'no-account';
  /** Fields of the document that were set, changed or removed. */
  readonly fields: readonly FieldPath[];
  /** Of a document that existed. */
  readonly edits: readonly ImportedEdit[];
  readonly kept: readonly KeptValue[];
  /** Fields that are not in the document, and why. */
  readonly missing: readonly { readonly field: FieldPath; readonly why: string }[];
  /** Fields in which a plan shows a difference. */
  readonly differing: readonly FieldPath[];
  /** Whether a person stated values that no ledger has yet: confirm records them. */
  readonly toAdopt: boolean;
  /** Of the ad account; `null` if it is unknown. */
  readonly currency: string | null;
};

/** In wire form; `null`: no value. */
export type ImportedEdit = { readonly field: FieldPath; readonly before: Value | null; readonly after: Value | null };

/** `open`: a reviewed change of it is not done. `recorded`: only the ledger has the other value. */
export type KeptReason = 'open' | 'recorded';

/** A value of a document that an import leaves alone, although live differs. In wire form; `null`: no value. */
export type KeptValue = {
  readonly field: FieldPath;
  readonly document: Value;
  readonly live: Value | null;
  /** Whether the live value is from the ledger. */
  readonly isRecorded: boolean;
  readonly why: KeptReason;
};

/** `before`: `null` for a new file. */
export type ImportedFile = { readonly path: string; readonly before: string | null; readonly after: string };
