import type { CapiHealth, Finding } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import { events } from './events.ts';
import { SEND_TEST_EVENT } from './remedies.ts';
import { finding, type VerifyRule } from './subject.ts';
import { token } from './token.ts';

/** A relay that is off, degraded or has an invalid token drops every conversion without an error. */
export const relay: VerifyRule = (subject) => {
  const { live, desired } = subject;
  if (live.installed === 'no') return [];
  const seen = liveAt(subject, 'capi.enabled');
  const enabled = seen.provenance === 'unknown' ? undefined : seen.value === true;
  if (enabled === false && desired.fields['capi.enabled'] !== true) {
    return [finding('capi', 'green', 'CAPI is off, so no event is forwarded to TikTok.')];
  }
  return [capi(enabled, live.capi), ...token(subject), events(subject)];
};

/** Source: developers.layers.com docs/api/reference/ads/capi-status (`healthy` and `degraded` documented). */
function capi(enabled: boolean | undefined, health: CapiHealth | undefined): Finding {
  if (enabled === undefined) {
    return finding('capi', 'unknown', 'Layers does not show whether CAPI is on.', 'Open the settings of the layer.');
  }
  if (!enabled) return finding('capi', 'red', 'CAPI is off, although the document has it on.', 'Run reconcile apply.');
  if (health?.status === 'healthy') return finding('capi', 'green', 'CAPI is on, and Layers reports it as healthy.');
  const because = health?.lastError === undefined ? '' : `: ${health.lastError}`;
  const remedy = `Look at the settings of the layer. ${SEND_TEST_EVENT}`;
  return health?.status === 'degraded'
    ? finding('capi', 'red', `CAPI is on, but Layers reports it as degraded${because}.`, remedy)
    : finding(
        'capi',
        'unknown',
        `CAPI is on, but Layers reports the status ${health?.status ?? 'of no layer'}${because}.`,
        remedy,
      );
}
