import { judgeable, type Policy } from './policy.ts';

/** One mistake in shared defaults changes every client at once. */
export const share: Policy = ({ planned, settings, others, unread, invalid }) => {
  const { percent, above } = settings.policies.share;
  const changed = planned.filter((layer) => judgeable(layer).length > 0).length;
  // All layers of the repository, including those that the diff cannot affect or that could not be read.
  const all = planned.length + others.length + unread.length + invalid.length;
  if (all <= above || changed * 100 <= all * percent) return [];
  return [
    {
      policy: 'share',
      subject: 'all',
      message: `The plan changes ${changed} of ${all} layers; the limit is ${percent}% if there are more than ${above}.`,
    },
  ];
};
