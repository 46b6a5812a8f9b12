import type { Policy } from './policy.ts';

/** A slip in shared defaults changes every client at once. */
export const share: Policy = ({ planned, settings }) => {
  const { percent, above } = settings.policies.share;
  const changed = planned.filter(({ changes }) => changes.length > 0).length;
  if (planned.length <= above || changed * 100 <= planned.length * percent) return [];
  return [
    {
      policy: 'share',
      subject: 'all',
      message: `The plan changes ${changed} of ${planned.length} layers; one plan may change ${percent} % of more than ${above}.`,
    },
  ];
};
