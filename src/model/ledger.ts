import type { ChangeKind } from './change-kind.ts';
import { type FieldPath, FIELDS, type FieldValues, isFieldPath } from './field.ts';

/** Repository and root that manage a layer; `null` if unknown (no git, no CI). */
export type Owner = { readonly repository: string | null; readonly root: string };

/** `null`: a person confirmed that the member does not exist. */
export type RecordedFields = { readonly [P in FieldPath]?: FieldValues[P] | null };

/** The last successful check that an ad account has a pixel. */
export type PixelCheck = {
  /** Its code. */
  readonly pixel: string;
  readonly account: string;
  /** TikTok's number of the pixel; absent if not shown. */
  readonly number?: string;
  /** ISO 8601, UTC. */
  readonly time: string;
};

/** Values last applied to a layer, or stated by a person. Never contains a code or a token. */
export type LedgerEntry = {
  readonly config: RecordedFields;
  /** Of the applied plan of the layer, or of the recorded statement. */
  readonly digest: string;
  /** Of the document that was applied or confirmed. Absent in an entry of an earlier version. */
  readonly document?: string;
  /** Kinds of its reviewed changes that are not done. Sorted, unique and not empty; absent if all are done. */
  readonly open?: readonly ChangeKind[];
  /** Written only together with other members. Absent if the pixel was not usable then, or in earlier versions. */
  readonly pixelCheck?: PixelCheck;
  readonly revision: number;
  readonly owner: Owner;
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly time: string;
};

/**
 * Planned writes to one layer that are not recorded yet. In the claim from before the write until the record, so they
 * survive a failed one.
 */
export type Intent = {
  /** Of the layer's plan. */
  readonly digest: string;
  /** Campaign ids, sorted. */
  readonly paused: readonly string[];
  readonly resumed: readonly string[];
};

/** Ledger of one layer. */
export type LedgerView =
  | { readonly state: 'none'; readonly unrecorded?: Intent }
  | { readonly state: 'kept'; readonly entry: LedgerEntry; readonly unrecorded?: Intent }
  /** Wrong checksum or shape: it was edited manually. */
  | { readonly state: 'unreadable' };

/** One process that writes. Jobs of a CI run, such as a matrix, are separate holders. */
export type Holder = {
  /** Of CI; a UUID for a local run. */
  readonly run: string;
  readonly nonce: string;
  /** Attempt of the CI run, counted from 1, and its job: one name for all jobs of a matrix. */
  readonly attempt?: number;
  readonly job?: string;
};

/** The right of one process to write to a project. */
export type Claim = Omit<Holder, 'nonce'> & {
  /** Absent in a claim of an earlier version: its holder cannot be proven. */
  readonly nonce?: string;
  /** Not recorded yet, by ledger key. */
  readonly intents?: Readonly<Record<string, Intent>>;
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly until: string;
};

export type Ledger = {
  /** Number of ledger writes. */
  readonly revision: number;
  readonly claim?: Claim;
  /** By layer id if Layers shows it, otherwise by ad account id. */
  readonly entries: Readonly<Record<string, LedgerView>>;
  /** It could not be parsed; a write then needs a person's confirmation. */
  readonly unreadable: boolean;
};

/** By layer id, else by ad account id, so a renamed document keeps its entry. */
export function ledgerView(ledger: Ledger, layerId: string | undefined, adAccountId: string | undefined): LedgerView {
  if (ledger.unreadable) return { state: 'unreadable' };
  const keys = [layerId, adAccountId].filter((key) => key !== undefined);
  const view = firstOwn(ledger.entries, keys) ?? { state: 'none' };
  const intent = firstOwn(ledger.claim?.intents ?? {}, keys);
  return intent === undefined || view.state === 'unreadable' ? view : { ...view, unrecorded: intent };
}

/** Of the first key that is in the map. An id such as `constructor` finds no inherited member. */
function firstOwn<T>(map: Readonly<Record<string, T>>, keys: readonly string[]): T | undefined {
  const found = keys.find((key) => Object.hasOwn(map, key));
  return found === undefined ? undefined : map[found];
}

/** Empty if there are none. */
export function recordedFields(view: LedgerView): RecordedFields {
  return view.state === 'kept' ? view.entry.config : {};
}

/** Kinds of reviewed changes that no apply or confirmation has finished. Empty if none are recorded. */
export function openKinds(view: LedgerView): ReadonlySet<ChangeKind> {
  return view.state === 'kept' && view.entry.open !== undefined ? new Set(view.entry.open) : NO_KINDS;
}

const NO_KINDS: ReadonlySet<ChangeKind> = new Set();

/** `undefined` if a key is not a field, or a value is not of its type. */
export function parseRecordedFields(json: Readonly<Record<string, unknown>>): RecordedFields | undefined {
  const isValid = Object.entries(json).every(
    ([path, value]) => isFieldPath(path) && (value === null || FIELDS[path].is(value)),
  );
  return isValid ? json : undefined;
}

/** Intent of a run that could not be recorded. */
export function unrecordedIn(view: LedgerView): Intent | undefined {
  return view.state === 'unreadable' ? undefined : view.unrecorded;
}

/** Ids of the campaigns that reconcile asked Layers to pause, recorded or not. Sorted. */
export function pausedCampaigns(view: LedgerView): readonly string[] {
  const recorded = recordedFields(view)['campaigns.paused'] ?? [];
  return [...new Set([...recorded, ...(unrecordedIn(view)?.paused ?? [])])].sort();
}
