import type { Identity, Outputs } from '../io/index.ts';
import type { Machine } from '../machine.ts';
import type { DesiredLayer, Problem, Shard, ShardSource } from '../model/index.ts';
import type { Base, ShardInput } from '../plan/index.ts';
import type { ReadAccess, SharedLimits, WriteAccess } from './open-apis.ts';
import type { Workspace, WorkspaceOptions } from './workspace.ts';

/** An open repository with its APIs: everything that a plan needs except live state. */
export type ReadContext = {
  readonly workspace: Workspace;
  readonly apis: ReadAccess;
  readonly identity: Identity;
  readonly base?: Base;
  /** Settings of the checkout that the base does not allow, one sentence each. */
  readonly ignored: readonly string[];
  /** Settings of the checkout that are used because the base has none, one sentence each. */
  readonly introduced: readonly string[];
  /** Layers that the diff cannot affect; not in `workspace.desired`. */
  readonly skipped: readonly string[];
  /** All documents outside `workspace.desired`. */
  readonly others: readonly DesiredLayer[];
  /** If only the documents of a shard are included. */
  readonly shard?: ShardScope;
  /** Unset variables, with the layers that need them. Those are not read. */
  readonly absent: readonly Problem[];
  /** `all`: every value is read, even if no decision depends on it. `installed`: the needed ones, and each layer's id. */
  readonly reads: 'needed' | 'installed' | 'all';
  /** The machine to continue with: in a replay, it has the recorded time. */
  readonly machine: Machine;
  readonly outputs: Outputs;
  /** Saves the record if `--record` is set. */
  readonly close: () => Promise<readonly Problem[]>;
};

/** The shard of a context, with the limits that it shares with the other shards. */
export type ShardScope = {
  readonly input: Omit<ShardInput, 'source'> & { readonly source: Omit<ShardSource, 'commit'> };
  readonly limits: SharedLimits;
};

/** Other files of a command line, as typed. */
export type NamedFiles = {
  readonly out?: string;
  readonly html?: string;
  readonly record?: string;
  readonly undoDir?: string;
  readonly replay?: string;
  readonly sandbox?: string | true;
  readonly inputs?: readonly string[];
};

export type ContextOptions = WorkspaceOptions &
  NamedFiles & {
    /** A commit: only differences from it are changes. */
    readonly base?: string;
    readonly fixDrift?: boolean;
    /** Called with warnings about settings; they do not affect the outcome. */
    readonly warn?: (problems: readonly Problem[]) => void;
    /** A commit: only layers that its diff can affect are included. */
    readonly changed?: string;
    /** Only the documents of this shard are included. */
    readonly shard?: Shard;
    /** Reads every value, even if no decision depends on it. */
    readonly readsAll?: boolean;
    /** Reads which layer is installed, even if the ledger has one. */
    readonly readsInstalled?: boolean;
    /** Names of layers, or files of invalid documents. Credentials of others are not required. */
    readonly only?: readonly string[];
    /** Uses the checkout's settings, not the base's: the checkout was reviewed and merged. */
    readonly useCheckoutSettings?: boolean;
    /**
     * Layers whose documents are invalid at the base count as new: it is an old commit, which no push can fix. Otherwise
     * they are not planned.
     */
    readonly isOldBase?: true;
    /**
     * Allows invalid documents at the base; otherwise they could never be fixed. Every difference is then a change. The
     * rules of the base still apply.
     */
    readonly allowInvalidBase?: boolean;
  };

/** A context with write access, for `apply` and `confirm`. */
export type WriteContext = ReadContext & { readonly apis: WriteAccess };
