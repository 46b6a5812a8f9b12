import type { ChangeKind } from '../../src/model/index.ts';
import type { Client } from '../support/worlds.ts';

/** A plan to torture: a repository, a world, and the command that carries it out. */
export type Scenario = {
  readonly name: string;
  /** What the plan changes; none where only a person's word is recorded, and then nothing live may change. */
  readonly kinds: readonly ChangeKind[];
  /** Whose documents there are. */
  readonly clients: readonly Client[];
  readonly world: string;
  /** Documents and settings by path. */
  readonly documents: Readonly<Record<string, string>>;
  /** Beside the credentials and the CI run. */
  readonly env?: Readonly<Record<string, string>>;
  /** What went before: commands whose writes are no part of the torture. */
  readonly before?: readonly Command[];
  /** What is tortured; absent: `apply`. */
  readonly command?: Command;
  /** How it ends when nothing goes wrong; absent: 0. */
  readonly exit?: number;
  /** What is known to go wrong: it is left out unless it is asked for by its name. */
  readonly waitsFor?: string;
};

export type Command = { readonly line: string; readonly input?: string };

export const APPLY: Command = { line: 'apply --auto-approve --format json' };
