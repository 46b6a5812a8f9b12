import type { FieldPath } from './field.ts';
import type { Problem } from './problem.ts';

/** Result of an import. */
export type ImportReport = {
  readonly sandbox: boolean;
  /** Nothing was written. */
  readonly dryRun: boolean;
  /** Whether the editor has no local schemas yet: init creates them. */
  readonly needsInit: boolean;
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
  /** Fields that are not in the document, and why. */
  readonly missing: readonly { readonly field: FieldPath; readonly why: string }[];
  /** Fields in which a plan shows a difference. */
  readonly differing: readonly FieldPath[];
  /** Whether a person stated values that no ledger has yet: confirm records them. */
  readonly toAdopt: boolean;
};

/** `before`: `null` for a new file. */
export type ImportedFile = { readonly path: string; readonly before: string | null; readonly after: string };
