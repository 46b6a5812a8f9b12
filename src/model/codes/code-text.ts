/** Text about a problem, check or policy: source of `reconcile explain` and of the tables in the README. */
export type CodeText = {
  /** One sentence. */
  readonly meaning: string;
  /** A line of a file, a command, or a state in an API. */
  readonly example: string;
  /** One instruction. */
  readonly cure: string;
};
