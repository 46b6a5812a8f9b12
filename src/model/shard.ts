import type { Location } from './problem.ts';
import type { Money } from './money.ts';
import type { PolicySettings } from './policy.ts';

/** One of several plans that together cover all documents, such as the second of four. */
export type Shard = { readonly number: number; readonly of: number };

/** A matrix of GitHub Actions has at most 256 jobs. */
export const MAX_SHARDS = 256;

/** `2/4`; `undefined` for any other text. */
export function parseShard(text: string): Shard | undefined {
  const [, number = 0, of = 0] = (/^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text) ?? []).map(Number);
  return number > 0 && number <= of && of <= MAX_SHARDS ? { number, of } : undefined;
}

/** Inputs that all shards of one plan have in common. */
export type ShardSource = {
  /** Version of reconcile. */
  readonly version: string;
  /** The checked-out commit; `null`: unknown. */
  readonly commit: string | null;
  /** Checksum of all layer documents, and of what they extend. */
  readonly documents: string;
  /** Checksum of the effective settings. */
  readonly settings: string;
  /** Checksum of the names of the layers that all shards plan together. */
  readonly selection: string;
};

/** What a merge needs of a shard besides its plan. */
export type PlanShard = Shard & {
  readonly source: ShardSource;
  /** Every document of the shard, planned or not. */
  readonly sums: readonly SumRow[];
  /** Policies over a sum. The merge decides them. */
  readonly limits: Pick<PolicySettings, 'capTotal' | 'share'>;
};

/**
 * A current or desired cap. `none`: certainly no cap, so the spend is unlimited. `unknown`: no API shows it. `unitless`: a
 * number of unknown unit or currency.
 */
export type SumCap = Money | 'none' | 'unknown' | 'unitless';

/** The cap of a document as written: money, or a bare number in wire form. */
export type WrittenCap = Money | number;

/** One document, as far as sums over all documents need it: the money lines, `cap-total` and `share`. */
export type SumRow = PlannedRow | UnplannedRow;

export type UnplannedRow = {
  readonly name: string;
  readonly file: string;
  /** `outside`: not covered by the command. `removed`: only at the base. */
  readonly state: 'unread' | 'outside' | 'removed' | 'invalid';
  readonly cap?: WrittenCap;
};

export type PlannedRow = {
  readonly name: string;
  readonly file: string;
  readonly state: 'planned';
  readonly cap?: WrittenCap | undefined;
  /** Location of a bare cap that is inherited. */
  readonly inherited?: Location | undefined;
  /** Of the written cap, otherwise of the ad account. */
  readonly currency?: string | undefined;
  /** Absent: not installed, and without a cap. */
  readonly before?: SumCap | undefined;
  readonly after?: SumCap | undefined;
  /** Since the first of the month. Absent: not readable, or not read. */
  readonly spent?: Money | undefined;
  /** Projected for the month, in minor units. */
  readonly pace?: number | undefined;
  /** TikTok enforces the cap. */
  readonly enforced?: true | undefined;
  /** The current cap is known from the ledger only, and no document sets one. */
  readonly recorded?: true | undefined;
  /** Its plan has changes that count for `share`. */
  readonly changed?: true | undefined;
  /** Its plan raises the cap, in this currency or in an unknown one. */
  readonly raises?: string | undefined;
};
