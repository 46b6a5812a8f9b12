import { liveAt } from '../compare.ts';
import { finding, type VerifyRule } from './subject.ts';

/** Without the share, an agency cannot run ads in the customer's account. Whether Layers accepted it, no API shows. */
export const partnership: VerifyRule = ({ desired, live, settings }) => {
  const { mode, adAccountId: account } = desired.fields;
  if (mode !== 'agency' || account === undefined) return [];
  const seen = liveAt({ live }, 'partnership');
  if (seen.provenance === 'unknown') {
    const remedy =
      settings.layersBusinessId === undefined
        ? 'Set layersBusinessId in reconcile.yaml to the Business Center that the setup wizard of Layers shows.'
        : 'Use a TikTok token of an administrator of the Business Center that owns the ad account.';
    return [
      finding(
        'partnership',
        'unknown',
        `Whether ad account ${account} is shared with Layers was not readable.`,
        remedy,
      ),
    ];
  }
  if (seen.value === undefined) {
    return [
      finding(
        'partnership',
        'red',
        `Ad account ${account} is not shared with Layers at TikTok.`,
        'Run reconcile apply, or follow the steps of reconcile connect NAME.',
      ),
    ];
  }
  const words = seen.provenance === 'api' ? 'TikTok shows ad account' : 'A person confirmed that ad account';
  const state = seen.provenance === 'api' ? 'green' : 'stated';
  return [
    finding('partnership', state, `${words} ${account} ${seen.provenance === 'api' ? 'as' : 'is'} shared with Layers.`),
  ];
};
