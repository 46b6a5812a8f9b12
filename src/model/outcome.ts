import type { Change } from './change.ts';
import type { Entry, NotRecorded, Plan, Stale } from './plan.ts';
import type { Problem } from './problem.ts';

/** What an apply did, and what a fresh plan found afterwards. */
export type ApplyOutcome = {
  readonly sandbox: boolean;
  /** Names of layers that could not be read: nothing was done to them. */
  readonly unread: readonly string[];
  /** How many layers it is about, those that could not be read included. */
  readonly of: number;
  readonly entries: readonly Entry[];
  /** The changes that the entries are about. */
  readonly changes: readonly Change[];
  /** The closing fresh plan; `undefined` where it could not be made. */
  readonly left: Plan | undefined;
  /** When the closing plan was made: ISO 8601, UTC. `undefined` where not everything could be read for it. */
  readonly verifiedAt: string | undefined;
  readonly calls: { readonly sent: number; readonly forecast: number };
  /** How many values differ live although nothing in git changed, and were left alone. */
  readonly driftLeftAlone: number;
  /** Whose ledgers do not say what was done. */
  readonly notRecorded: readonly NotRecorded[];
};

/** What became of one merged pull request, or of commits that came without one. */
export type UpdateOutcome = {
  /** `#7`, or a short commit id: a name of ours, and no text from outside. */
  readonly name: string;
  readonly result: UpdateResult;
  /** Layers that it changes and that were left as they are. */
  readonly left: readonly NotApplied[];
  /** Layers of its reviewed plan that a newer one is about as well. */
  readonly superseded: readonly { readonly layer: string; readonly by: string }[];
};

export type UpdateResult =
  | { readonly kind: 'carried out'; readonly outcome: ApplyOutcome; readonly problems: readonly Problem[] }
  | { readonly kind: 'stale'; readonly stale: readonly Stale[] }
  | { readonly kind: 'refused'; readonly refusals: Plan['refusals'] }
  /** Its plan would do, and another one's refusal stops the whole apply. */
  | { readonly kind: 'held' }
  /** Not everything could be planned, or the plan was made elsewhere. */
  | { readonly kind: 'not planned'; readonly problems: readonly Problem[] }
  /** It has no reviewed plan with a layer of its own. */
  | { readonly kind: 'nothing' };

/** Why some layers were left as they are. Sentences of ours; `remedy` is an instruction. */
export type NotApplied = { readonly layers: readonly string[]; readonly why: string; readonly remedy: string };
