import type { Change, FieldChange } from './change.ts';
import type { Check } from './check.ts';
import type { FieldPath, Fields } from './field.ts';
import type { CredentialNames, Pin, LiveValue } from './layer.ts';
import type { CapUnit, Money } from './money.ts';
import type { Allowance, Refusal } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Origins, Transport } from './settings.ts';
import type { Value } from './value.ts';

/** What `apply` would do, and all that a reviewer needs to judge it. Plain data; `schemas/plan.schema.json` describes it. */
export type Plan = {
  readonly format: 'reconcile-plan';
  readonly version: 1;
  /** The APIs answered from this machine: nothing here is about real money. */
  readonly sandbox: boolean;
  readonly origins: Origins;
  readonly transport: Transport;
  readonly costCapUnit: CapUnit | null;
  /** The commit that the documents were held against; `null`: every difference is a change. */
  readonly base: string | null;
  /** Drift is a change as well. */
  readonly fixDrift: boolean;
  /** What the settings wish and the base does not grant: it was not followed. */
  readonly ignored: readonly string[];
  /** Documents of the base that are not there any more. What they wrote stays live. */
  readonly removed: readonly {
    readonly name: string;
    readonly file: string;
    readonly project: string;
    readonly fields: Fields;
  }[];
  /** Names of layers that the diff cannot affect. They were not looked at. */
  readonly skipped: readonly string[];
  /** Names of layers that could not be read, in the order of their documents. The plan contains nothing else about them. */
  readonly unread: readonly string[];
  /** Over all layers. */
  readonly digest: string;
  /** Sorted by name. */
  readonly layers: readonly PlannedLayer[];
  readonly refusals: readonly Refusal[];
  readonly allowed: readonly Allowance[];
  /** One line per currency, sorted by currency. */
  readonly money: readonly MoneyLine[];
  /** API requests. `used` to make this plan; `forecast` is what an apply of it will send, its own planning included. */
  readonly calls: { readonly used: number; readonly forecast: number };
};

export type PlannedLayer = {
  readonly name: string;
  readonly file: string;
  readonly template: string;
  readonly project: string;
  readonly organization: string;
  readonly layerId: string | null;
  readonly selection: Selection;
  /** Of the ad account that the document names; `null` where nobody shows it. */
  readonly currency: string | null;
  readonly digest: string;
  /** What the document wants, in wire form. */
  readonly desired: Fields;
  /** In the order in which they are carried out. */
  readonly changes: readonly Change[];
  readonly checks: readonly Check[];
  /** What the document wrote before and does not any more. It stays as it is. */
  readonly released: readonly { readonly path: FieldPath; readonly live: LiveValue }[];
  /** Of your changes: live edits made since the base that they would overwrite. */
  readonly overwrites: readonly { readonly path: FieldPath; readonly base: Value | null; readonly live: LiveValue }[];
  /** Live differs, and your diff does not touch it: left alone. */
  readonly drift: readonly FieldChange[];
  /** Fields that no API shows and nobody stated. */
  readonly unknown: readonly FieldPath[];
};

/** What decides on what, and by which credentials, the changes of a layer take effect, besides its fields. */
export type Selection = {
  /** Layers' id of the project layer that the document names; `null` if it names none. */
  readonly layer: string | null;
  /** The SDK app whose CAPI toggle is written: the document's, or else the project's only one; `null` if there is none. */
  readonly app: string | null;
  /** The name of the environment variable with the code of each post, in the order of the document. Never a code. */
  readonly spark: readonly { readonly post: string; readonly variable: string }[];
  readonly pin: Pin | null;
  readonly protected: boolean;
  readonly credentials: CredentialNames;
};

/** `none`: there are layers, and none has a cap. `null`: the unit is not stated. */
export type CapSum = Money | 'none' | null;

export type MoneyLine = {
  readonly currency: string;
  /** The sum of the caps of now. Unknown caps count as nothing. */
  readonly before: CapSum;
  readonly after: CapSum;
  /** How many layers certainly have no cap. They are not in the sum: nothing limits what they spend. */
  readonly uncappedBefore: number;
  readonly uncappedAfter: number;
  /** How many layers' caps are unknown now. */
  readonly unknownBefore: number;
  /** Spent since the first of the month; `null` where it could not be read for every account. */
  readonly spent: Money | null;
  /** What the month will cost at this pace. */
  readonly pace: Money | null;
  readonly enforcedBy: 'nobody' | 'tiktok' | 'some';
};

/** What became of a change. */
export type Outcome = 'done' | 'waiting' | 'failed' | 'not tried';

/** One line of the journal. */
export type Entry = {
  readonly change: string;
  readonly layer: string;
  readonly kind: Change['kind'];
  readonly outcome: Outcome;
  /** For `waiting`: on whom. */
  readonly on?: string;
  readonly problems?: readonly Problem[];
};

/** A project whose ledger does not say what was done, because it could not be written. */
export type NotRecorded = {
  readonly project: string;
  /** Names of the layers that the entry would have been about; sorted. */
  readonly layers: readonly string[];
  /** Until when the claim keeps other runs out: ISO 8601, UTC. `null` where it is not this run's any more. */
  readonly until: string | null;
};

/** Why one layer's plan is not the reviewed one any more. */
export type Stale = {
  readonly layer: string;
  readonly file: string;
  /** What its cap counts, and of which currency; absent where either is not certain. */
  readonly cap?: { readonly unit: CapUnit; readonly currency: string };
  readonly reason:
    | { readonly kind: 'live'; readonly path: FieldPath; readonly reviewed: LiveValue; readonly now: LiveValue }
    | {
        readonly kind: 'document';
        readonly path: FieldPath;
        readonly reviewed: Value | undefined;
        readonly now: Value | undefined;
      }
    /** The layer was not part of the reviewed plan, or is not part of the documents any more. */
    | { readonly kind: 'unreviewed' }
    | { readonly kind: 'gone' }
    /** Project, template or organization is another one, or a change is carried out in another way. */
    | { readonly kind: 'identity'; readonly what: string; readonly reviewed: string; readonly now: string }
    /** It would take effect on something else, or under other conditions. `undefined`: not stated. */
    | {
        readonly kind: 'selection';
        readonly what: string;
        readonly reviewed: string | undefined;
        readonly now: string | undefined;
      };
};
