import type { DesiredLayer, Finding } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import { finding, type Subject, type VerifyRule } from './subject.ts';

/**
 * Without the shares, an agency cannot run ads in the customer's account. Whether Layers accepted them, no API shows.
 */
export const partnership: VerifyRule = (subject) => [
  ...accountShare(subject),
  ...pixelShare(subject),
  ...identityShares(subject),
];

function accountShare({ desired, live, settings }: Subject): readonly Finding[] {
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
        `Run reconcile apply, or follow the steps of reconcile connect ${desired.name}.`,
      ),
    ];
  }
  const words = seen.provenance === 'api' ? 'TikTok shows ad account' : 'A person confirmed that ad account';
  const state = seen.provenance === 'api' ? 'green' : 'stated';
  return [
    finding('partnership', state, `${words} ${account} ${seen.provenance === 'api' ? 'as' : 'is'} shared with Layers.`),
  ];
}

/** A person who confirmed the binding has shared the pixel: it is a task of that step if TikTok does not show it. */
function pixelShare({ desired, live, planned }: Subject): readonly Finding[] {
  const code = planned.desired.pixelShare;
  if (code === undefined) return [];
  const seen = liveAt({ live }, 'pixelShare');
  if (seen.provenance === 'api') return [shared(`the pixel ${code}`, seen.value === code)];
  const isConfirmed = liveAt({ live }, 'tiktokBusinessId').provenance === 'recorded';
  return [unseen(`the pixel ${code}`, isConfirmed, desired)];
}

function identityShares({ desired, live }: Subject): readonly Finding[] {
  const { mode, 'sharing.identities': identities = [] } = desired.fields;
  if (mode !== 'agency' || identities.length === 0) return [];
  const seen = liveAt({ live }, 'sharing.identities');
  const value = seen.provenance === 'unknown' ? [] : (seen.value ?? []);
  const missing = identities.filter((id) => !value.includes(id));
  const what = `the identities ${(missing.length > 0 ? missing : identities).join(', ')}`;
  if (seen.provenance === 'api') return [shared(what, missing.length === 0)];
  return [unseen(what, seen.provenance === 'recorded' && missing.length === 0, desired)];
}

function shared(what: string, isShared: boolean): Finding {
  if (isShared) return finding('partnership', 'green', `TikTok shows the share of ${what} with Layers.`);
  const remedy = 'Share it with Layers in TikTok Business Center, Asset Sharing.';
  return finding('partnership', 'red', `TikTok does not show the share of ${what} with Layers.`, remedy);
}

function unseen(what: string, isConfirmed: boolean, { fields }: DesiredLayer): Finding {
  if (isConfirmed) return finding('partnership', 'stated', `A person confirmed the share of ${what} with Layers.`);
  return finding(
    'partnership',
    'unknown',
    `The share of ${what} with Layers was not readable.`,
    `Use a TikTok token of an administrator of the Business Center that owns it (${fields.tiktokBusinessId ?? 'not in the document'}).`,
  );
}
