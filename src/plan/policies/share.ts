import type { PolicySettings, Refusal, SumRow } from '../../model/index.ts';

/** One mistake in shared defaults changes every client at once. A lower cap and a pause need no permission. */
export function share(rows: readonly SumRow[], { percent, above }: PolicySettings['share']): readonly Refusal[] {
  const changed = rows.filter((row) => row.state === 'planned' && row.changed === true).length;
  // All layers of the repository, including those that the diff cannot affect or that could not be read.
  const all = rows.filter(({ state }) => state !== 'removed').length;
  if (all <= above || changed * 100 <= all * percent) return [];
  return [
    {
      policy: 'share',
      subject: 'all',
      message: `The plan changes ${changed} of ${all} layers; the limit is ${percent}% if there are more than ${above}.`,
    },
  ];
}
