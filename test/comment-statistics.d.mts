export type CommentStatistic = {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
};

/** All comments of src/, without their delimiters. */
export function readComments(): { readonly texts: readonly string[] };

export function commentStatistics(): readonly CommentStatistic[];

/** `texts` are the comments, and `docstrings` those that begin with two stars. */
export function readComments(): {
  readonly texts: readonly string[];
  readonly docstrings: readonly string[];
  readonly codeLines: number;
};
