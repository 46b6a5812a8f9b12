export type CommentStatistic = {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
};

/** All comments of src/, without their delimiters. */
export function readComments(): { readonly texts: readonly string[] };

export function commentStatistics(): readonly CommentStatistic[];
