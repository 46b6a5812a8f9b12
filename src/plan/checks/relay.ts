import type { Check } from '../../model/index.ts';
import { checkAt, type CheckRule } from './check.ts';

/** A relay with an invalid token silently drops every conversion. */
export const relay: CheckRule = (pair) => {
  const { capi, accounts } = pair.live;
  const found: Check[] = [];
  if (capi?.tokenValid === false) {
    found.push(
      checkAt(pair, 'capi.access_token_vault_id', {
        code: 'layers/capi-token',
        severity: 'error',
        message: 'Layers reports the Events API token in the vault as invalid: events are not forwarded.',
        remedy:
          "Generate a new token in TikTok Events Manager and paste it into the layer's settings; the vault id stays.",
      }),
    );
  }
  const bound = accounts.find((each) => each.advertiserId === pair.desired.fields.adAccountId);
  const token = bound?.tokenStatus;
  if (token !== undefined && token !== 'valid') {
    found.push(
      checkAt(pair, 'adAccountId', {
        code: 'layers/token-status',
        severity: 'error',
        message: `Layers reports its token for ad account ${bound?.advertiserId} as ${token}: no ads are launched.`,
        remedy: 'Reconnect the account in the dashboard.',
      }),
    );
  }
  return found;
};
