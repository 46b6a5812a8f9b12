import { type Policy, recordedMark, refuse } from './policy.ts';

/** A different ad account or Business Center: the ads would run, and be paid, there. */
export const accountSwitch: Policy = ({ changed }) =>
  changed.flatMap(({ pair, changes }) =>
    changes
      .flatMap(({ fields }) => fields)
      .filter((field) => field.path === 'adAccountId' || field.path === 'tiktokBusinessId')
      .flatMap(({ path, before, after }) => {
        if (before.provenance === 'unknown' || typeof before.value !== 'string') return [];
        const what = path === 'adAccountId' ? 'ad account' : 'Business Center';
        return [
          refuse(
            'account-switch',
            pair,
            path,
            `The ${what} would change from ${before.value}${recordedMark(before)} to ${after}.`,
          ),
        ];
      }),
  );
