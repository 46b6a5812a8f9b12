import type { Change, FieldChange, Step } from './change.ts';
import type { Check } from './check.ts';
import type { FieldPath, Fields } from './field.ts';
import type { CredentialNames, Pin, LiveValue } from './layer.ts';
import type { CapUnit, Money } from './money.ts';
import type { Allowance, Refusal } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Origins, Transport } from './settings.ts';
import type { PlanShard } from './shard.ts';
import type { Value } from './value.ts';

/** Plain data with all that a review needs, described by `schemas/plan.schema.json`. */
export type Plan = {
  readonly format: 'reconcile-plan';
  readonly version: 1;
  /** The APIs are sandboxes: no real money. */
  readonly sandbox: boolean;
  readonly origins: Origins;
  readonly transport: Transport;
  readonly costCapUnit: CapUnit | null;
  /** Commit compared with; `null`: every difference is a change. */
  readonly base: string | null;
  /** Drift is a change as well. */
  readonly fixDrift: boolean;
  /** Settings of the diff that are not in the base. */
  readonly ignored: readonly string[];
  /** Settings of the diff that are used because the base has none, one sentence each. */
  readonly introduced: readonly string[];
  /** Documents of the base that no longer exist. Their values stay live. */
  readonly removed: readonly RemovedDocument[];
  /** Documents with a different name or file than at the base, for the same layer. Sorted by name. */
  readonly renamed: readonly RenamedDocument[];
  /** Layers that the diff cannot affect. They were not read. */
  readonly skipped: readonly string[];
  /** Not readable, in document order. The plan contains nothing else about them. */
  readonly unread: readonly string[];
  /** Present if the plan is only a part: `show --merge` makes one of all parts. It decides policies over a sum. */
  readonly shard?: PlanShard;
  /** Over all layers. */
  readonly digest: string;
  /** Sorted by name. */
  readonly layers: readonly PlannedLayer[];
  readonly refusals: readonly Refusal[];
  readonly allowed: readonly Allowance[];
  /** One line per currency, sorted by currency. */
  readonly money: readonly MoneyLine[];
  /** API requests: `used` for this plan, also by endpoint; `forecast` for an apply with its own planning. */
  readonly calls: {
    readonly used: number;
    readonly forecast: number;
    readonly endpoints?: Readonly<Record<string, number>>;
  };
};

export type RemovedDocument = {
  readonly name: string;
  readonly file: string;
  readonly project: string;
  /** As the document wrote them. The live values are not read. */
  readonly fields: Fields;
  /** The reviewed cap; `null`: the document has none, or its unit or currency is unknown. */
  readonly cap: Money | null;
};

export type RenamedDocument = {
  readonly name: string;
  readonly file: string;
  readonly before: { readonly name: string; readonly file: string };
};

/** Names of all documents that a plan is about, including removed ones and former names. */
export function documentNames({ layers, removed, renamed }: Plan): readonly string[] {
  return [
    ...layers.map(({ name }) => name),
    ...removed.map(({ name }) => name),
    ...renamed.map(({ before }) => before.name),
  ];
}

export type PlannedLayer = {
  readonly name: string;
  readonly file: string;
  readonly template: string;
  readonly project: string;
  readonly organization: string;
  readonly layerId: string | null;
  readonly selection: Selection;
  /** Of the ad account; `null` if unknown. */
  readonly currency: string | null;
  /** Of the ad account in the document; absent if unknown. */
  readonly accountName?: string | undefined;
  readonly digest: string;
  /** Hash of what the document asks for, without live state. Equal documents of one layer have the same. */
  readonly document: string;
  /** The document in wire form. */
  readonly desired: Fields;
  /** In order of execution. */
  readonly changes: readonly Change[];
  readonly checks: readonly Check[];
  /** Removed from the document. Their live values stay. */
  readonly released: readonly { readonly path: FieldPath; readonly live: LiveValue }[];
  /** Live edits since the base that the changes would overwrite. */
  readonly overwrites: readonly { readonly path: FieldPath; readonly base: Value | null; readonly live: LiveValue }[];
  /** Differs live, not changed by the diff: left alone. */
  readonly drift: readonly FieldChange[];
  /** Not shown by any API, and never stated. */
  readonly unknown: readonly FieldPath[];
  /** Taken from the ledger, not read; absent if there is nothing. */
  readonly unchecked?: readonly Unchecked[] | undefined;
};

/**
 * `layer`: whether Layers still has the layer of the ledger. `pixel`: whether the ad account still has the pixel, which it
 * had at the last check.
 */
export type Unchecked = 'layer' | 'pixel';

/** Used by the changes of a layer, besides its fields. */
export type Selection = {
  /** Layers' id of the project layer in the document. */
  readonly layer: string | null;
  /** App whose CAPI toggle is written: the document's, else the project's only one; `null` if neither exists. */
  readonly app: string | null;
  /** Environment variables with the codes, in document order. Never a code. */
  readonly spark: readonly { readonly post: string; readonly variable: string }[];
  readonly pin: Pin | null;
  readonly protected: boolean;
  readonly credentials: CredentialNames;
};

/** `none`: layers without caps. `null`: the unit is not stated. */
export type CapSum = Money | 'none' | null;

export type MoneyLine = {
  readonly currency: string;
  /** Sum of the current caps, and of the reviewed caps of removed documents. Unknown caps count as 0. */
  readonly before: CapSum;
  /** Caps of removed documents, which stay live; absent if there are none. */
  readonly removed?: { readonly documents: number; readonly caps: Money };
  readonly after: CapSum;
  /** Layers that certainly have no cap. Not in the sum: their spend is unlimited. */
  readonly uncappedBefore: number;
  readonly uncappedAfter: number;
  /** Layers with an unknown current cap. */
  readonly unknownBefore: number;
  /** Of layers with a cap, since the first of the month; `null` if there are none, or an account could not be read. */
  readonly spent: Money | null;
  /** Projected for the month. */
  readonly pace: Money | null;
  readonly enforcedBy: 'none' | 'partly' | 'tiktok';
};

export type Outcome = 'done' | 'waiting' | 'failed' | 'not tried';

export type Entry = {
  readonly change: string;
  readonly layer: string;
  readonly kind: Change['kind'];
  readonly outcome: Outcome;
  /** For `waiting`. */
  readonly waitingOn?: string;
  readonly problems?: readonly Problem[];
};

/** A project whose ledger could not be updated. */
export type NotRecorded = {
  readonly project: string;
  /** Layers of the missing entry; sorted. */
  readonly layers: readonly string[];
  /** When the claim, which blocks other runs, expires: ISO 8601, UTC. `null` if this run no longer has it. */
  readonly until: string | null;
};

/** Why the plan of a layer is no longer the reviewed one. */
export type Stale = {
  readonly layer: string;
  readonly file: string;
  /** Absent if unit or currency is uncertain. */
  readonly cap?: { readonly unit: CapUnit; readonly currency: string };
  readonly reason:
    | { readonly kind: 'live'; readonly path: FieldPath; readonly reviewed: LiveValue; readonly now: LiveValue }
    | {
        readonly kind: 'document';
        readonly path: FieldPath;
        readonly reviewed: Value | undefined;
        readonly now: Value | undefined;
      }
    /** Not in the reviewed plan, or no longer in the documents. */
    | { readonly kind: 'unreviewed' }
    | { readonly kind: 'removed' }
    | {
        readonly kind: 'identity';
        readonly what: 'project' | 'template' | 'organization';
        readonly reviewed: string;
        readonly now: string;
      }
    /** Carried out differently: a manual step would now be a write. */
    | {
        readonly kind: 'step';
        readonly change: Change['kind'];
        readonly reviewed: Step['by'];
        readonly now: Step['by'];
      }
    /** A different effect or condition. `undefined`: not stated. */
    | {
        readonly kind: 'selection';
        readonly what: string;
        readonly reviewed: string | undefined;
        readonly now: string | undefined;
      };
};
