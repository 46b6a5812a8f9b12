export type CommentStatistic = {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
};

export function commentStatistics(): readonly CommentStatistic[];
