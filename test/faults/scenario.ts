import type { ChangeKind } from '../../src/model/index.ts';
import type { Place } from './file-locations.ts';

/** A plan to apply under faults: a repository, a world and a command. */
export type Scenario = {
  readonly name: string;
  /**
   * What the plan changes; none where only a person's word is recorded, and then nothing live may change. Absent: what
   * the plan says.
   */
  readonly kinds?: readonly ChangeKind[];
  /** Where the layers of the documents are. Absent: where the plan says. */
  readonly clients?: readonly Place[];
  /** Text of a world file. */
  readonly world: string;
  /** Documents and settings by path. */
  readonly documents?: Readonly<Record<string, string>>;
  /** A folder that holds them. */
  readonly from?: string;
  /** The address of the sandbox that is written in them. */
  readonly origin?: string;
  /** Beside the credentials and the CI run. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Commands that run before; no fault is injected into them. */
  readonly before?: readonly Command[];
  /** What is covered; absent: `apply`. */
  readonly command?: Command;
  /** How it ends when nothing goes wrong, as often as it is run. Absent: as it does. */
  readonly exit?: number;
};

export type Command = { readonly line: string; readonly input?: string };

export const APPLY: Command = { line: 'apply --auto-approve --format json' };
