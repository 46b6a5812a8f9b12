import { checkAt, type CheckRule } from './check.ts';

/** An ad account can be shared at TikTok but not yet bound at Layers, and no API shows whether Layers has accepted. */
export const partnership: CheckRule = (pair) => {
  const { live, desired } = pair;
  const seen = live.fields.partnership;
  const shared = seen?.provenance === 'api' && seen.value !== undefined;
  if (!shared || live.accounts.some(({ advertiserId }) => advertiserId === desired.fields.adAccountId)) return [];
  return [
    checkAt(pair, 'adAccountId', {
      code: 'tiktok/partnership-pending',
      severity: 'warning',
      message: `TikTok shows ad account ${desired.fields.adAccountId} as shared with Layers, but Layers does not list it yet.`,
      remedy:
        'TikTok takes 5 to 15 minutes to notify Layers. Then check in the setup wizard whether Layers has accepted.',
    }),
  ];
};
