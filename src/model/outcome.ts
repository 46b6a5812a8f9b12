import type { Change } from './change.ts';
import type { Entry, NotRecorded, Plan, Stale } from './plan.ts';
import type { Problem } from './problem.ts';

/** Result of an apply, and the fresh plan made after it. */
export type ApplyOutcome = {
  readonly sandbox: boolean;
  /** Layers that could not be read: they were skipped. */
  readonly unread: readonly string[];
  /** Number of layers, including unread ones. */
  readonly of: number;
  readonly entries: readonly Entry[];
  readonly changes: readonly Change[];
  /** The closing fresh plan; `undefined` if it could not be made. */
  readonly left: Plan | undefined;
  /** When the closing plan was made: ISO 8601, UTC. `undefined` if not everything could be read for it. */
  readonly verifiedAt: string | undefined;
  readonly calls: { readonly sent: number; readonly forecast: number };
  /** Number of values that drifted and were left alone. */
  readonly driftLeftAlone: number;
  /** Projects whose ledger was not updated. */
  readonly notRecorded: readonly NotRecorded[];
};

/** Result for one merged pull request, or for commits without one. */
export type UpdateOutcome = {
  /** `#7`, or a short commit id; never foreign text. */
  readonly name: string;
  readonly result: UpdateResult;
  /** Layers that it changes and that were not applied. */
  readonly left: readonly NotApplied[];
  /** Layers of its reviewed plan that a newer plan contains as well. */
  readonly superseded: readonly { readonly layer: string; readonly by: string }[];
};

export type UpdateResult =
  | { readonly kind: 'applied'; readonly outcome: ApplyOutcome; readonly problems: readonly Problem[] }
  | { readonly kind: 'stale'; readonly stale: readonly Stale[] }
  | { readonly kind: 'refused'; readonly refusals: Plan['refusals'] }
  /** Valid, but blocked because a refusal of another one stops the whole apply. */
  | { readonly kind: 'blocked' }
  /** The planning was incomplete, or the plan was made elsewhere. */
  | { readonly kind: 'not planned'; readonly problems: readonly Problem[] }
  /** It has no reviewed plan with a layer of its own. */
  | { readonly kind: 'nothing' };

/** Why some layers were not applied. `why` and `remedy` are never foreign text; `remedy` is an instruction. */
export type NotApplied = { readonly layers: readonly string[]; readonly why: string; readonly remedy: string };
