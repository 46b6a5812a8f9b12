import type { Fields } from './field.ts';
import { textsIn } from './value.ts';

/** Which repository, and which root in it, manages a layer. `null` where it cannot be told (no git, no CI). */
export type Owner = { readonly repository: string | null; readonly root: string };

/** What was last applied to one layer, or stated by a person. Kept with the project at Layers. Never a code, never a token. */
export type LedgerEntry = {
  /** Config as applied, by field path. */
  readonly config: Fields;
  /** Digest of the layer's plan that was applied, or of the statement that was recorded. */
  readonly digest: string;
  readonly revision: number;
  readonly owner: Owner;
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly time: string;
};

/**
 * What a run was about to do to one layer, as far as only it knows. It is in the claim before the write, and it stays there
 * until it is recorded: so nothing is forgotten if the record cannot be written.
 */
export type Intent = {
  /** Digest of the layer's plan that the run carries out. */
  readonly digest: string;
  /** Ids of the campaigns that it asks Layers to pause, and to resume. Sorted. */
  readonly paused: readonly string[];
  readonly resumed: readonly string[];
};

/** One layer's part of the ledger as it was found. */
export type LedgerView =
  | { readonly state: 'none'; readonly unrecorded?: Intent }
  | { readonly state: 'kept'; readonly entry: LedgerEntry; readonly unrecorded?: Intent }
  /** Its checksum does not fit, or its shape is not ours: somebody edited it by hand. */
  | { readonly state: 'unreadable' };

/** One process that writes. Jobs of one CI run, a matrix for example, are several. */
export type Holder = {
  /** The CI run, or a UUID for a run on a person's machine. */
  readonly run: string;
  /** A UUID of this process alone. */
  readonly nonce: string;
  /** Which attempt of the CI run, counted from 1, and which of its jobs. All jobs of a matrix have one name. */
  readonly attempt?: number;
  readonly job?: string;
};

/** The right of one process to write to a project. Others wait, or come when it has expired. */
export type Claim = Omit<Holder, 'nonce'> & {
  /** Absent in a claim that an earlier version wrote: then nothing proves whose it is. */
  readonly nonce?: string;
  /** What is not recorded yet, by ledger key. */
  readonly intents?: Readonly<Record<string, Intent>>;
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly until: string;
};

/** The whole ledger of one project. */
export type Ledger = {
  /** Counts every write of the ledger. 0 where there is none yet. */
  readonly revision: number;
  readonly claim?: Claim;
  /** Keyed by layer id where Layers shows it, else by ad account id. */
  readonly entries: Readonly<Record<string, LedgerView>>;
  /** Set where the whole thing could not be parsed; writing then needs a person's word. */
  readonly unreadable: boolean;
};

/**
 * The part of a project's ledger that is about one layer: by its id if Layers shows it, else by its ad account id, so that a
 * renamed document keeps its entry.
 */
export function ledgerView(ledger: Ledger, layerId: string | undefined, adAccountId: string | undefined): LedgerView {
  if (ledger.unreadable) return { state: 'unreadable' };
  const keys = [layerId, adAccountId].filter((key) => key !== undefined);
  const view = keys.map((key) => ledger.entries[key]).find((entry) => entry !== undefined) ?? { state: 'none' };
  const intent = keys.map((key) => ledger.claim?.intents?.[key]).find((one) => one !== undefined);
  return intent === undefined || view.state === 'unreadable' ? view : { ...view, unrecorded: intent };
}

/** What is recorded of one layer. Empty if nothing is. */
export function recordedFields(view: LedgerView): Fields {
  return view.state === 'kept' ? view.entry.config : {};
}

/** What a run did, or was about to do, and could not record. */
export function unrecordedIn(view: LedgerView): Intent | undefined {
  return view.state === 'unreadable' ? undefined : view.unrecorded;
}

/** Ids of the campaigns that reconcile asked Layers to pause, recorded or not. Sorted. */
export function pausedCampaigns(view: LedgerView): readonly string[] {
  const recorded = textsIn(recordedFields(view)['campaigns.paused']);
  return [...new Set([...recorded, ...(unrecordedIn(view)?.paused ?? [])])].sort();
}
