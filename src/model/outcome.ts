import type { Change } from './change.ts';
import type { Entry, NotRecorded, Plan, Stale } from './plan.ts';
import type { Problem } from './problem.ts';

/** Result of an apply, and the fresh plan made after it. */
export type ApplyOutcome = {
  readonly sandbox: boolean;
  /** Skipped, because they could not be read. */
  readonly unread: readonly string[];
  /** Number of layers, including unread ones. */
  readonly of: number;
  readonly entries: readonly Entry[];
  readonly changes: readonly Change[];
  /** `undefined` if it could not be made. */
  readonly left: Plan | undefined;
  /** Time of the closing plan: ISO 8601, UTC. `undefined` if it is incomplete. */
  readonly verifiedAt: string | undefined;
  readonly calls: { readonly sent: number; readonly forecast: number };
  /** Number of drifted values. */
  readonly driftLeftAlone: number;
  readonly notRecorded: readonly NotRecorded[];
};

/** Result for one merged pull request, or for commits without one. */
export type UpdateOutcome = {
  /** `#7`, or a short commit id; never foreign text. */
  readonly name: string;
  readonly result: UpdateResult;
  /** Changed by it but not applied. */
  readonly left: readonly NotApplied[];
  /** Layers whose changes are in the outcome of an older update, together with the changes of that one. */
  readonly joined?: readonly { readonly layer: string; readonly by: string }[];
  /** Layers that a newer plan contains as well. */
  readonly superseded: readonly { readonly layer: string; readonly by: string }[];
};

export type UpdateResult =
  | { readonly kind: 'applied'; readonly outcome: ApplyOutcome; readonly problems: readonly Problem[] }
  | { readonly kind: 'stale'; readonly stale: readonly Stale[]; readonly others?: OtherLayers }
  | { readonly kind: 'refused'; readonly refusals: Plan['refusals']; readonly others?: OtherLayers }
  /** An earlier run applied it. */
  | { readonly kind: 'settled' }
  /** Incompletely planned, or made elsewhere. */
  | { readonly kind: 'not planned'; readonly problems: readonly Problem[]; readonly others?: OtherLayers }
  /** It has no reviewed plan with a layer of its own. */
  | { readonly kind: 'nothing' };

/** Layers of the same plan that would have been applied: their names, unless a reason above contains them. */
type OtherLayers = readonly string[];

/** `why` and `remedy` are never foreign text; `remedy` is an instruction. */
export type NotApplied = { readonly layers: readonly string[]; readonly why: string; readonly remedy: string };
