import type { ChangeKind } from '../../src/model/index.ts';
import type { Place } from './file-locations.ts';

/** A plan to apply under faults: a repository, a world and a command. */
export type Scenario = {
  readonly name: string;
  /**
   * The changes of the plan; none if only a statement is recorded, and then nothing live may change. Absent: those of
   * the plan.
   */
  readonly kinds?: readonly ChangeKind[];
  /** Locations of the layers of the documents. Absent: those of the plan. */
  readonly clients?: readonly Place[];
  /** Text of a world file. */
  readonly world: string;
  /** Documents and settings by path. */
  readonly documents?: Readonly<Record<string, string>>;
  /** A folder that holds them. */
  readonly from?: string;
  /** The address of the sandbox that is written in them. */
  readonly origin?: string;
  /** In addition to the credentials and the CI run. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Commands that run before; no fault is injected into them. */
  readonly before?: readonly Command[];
  /** The covered command; absent: `apply`. */
  readonly command?: Command;
  /** How it ends when nothing goes wrong, as often as it is run. Absent: as it does. */
  readonly exit?: number;
};

export type Command = { readonly line: string; readonly input?: string };

export const APPLY: Command = { line: 'apply --auto-approve --format json' };
