import type { CapiHealth, Finding } from '../../model/index.ts';
import { liveAt } from '../compare.ts';
import { finding, fromChecks, type Subject, type VerifyRule } from './subject.ts';

/** A relay that is off, degraded or has an invalid token drops every conversion without an error. */
export const relay: VerifyRule = (subject) => {
  const { live, desired } = subject;
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
  const remedy = `Look at the settings of the layer, and ${SEND_TEST_EVENT}.`;
  return health?.status === 'degraded'
    ? finding('capi', 'red', `CAPI is on, but Layers reports it as degraded${because}.`, remedy)
    : finding(
        'capi',
        'unknown',
        `CAPI is on, but Layers reports the status ${health?.status ?? 'of no layer'}${because}.`,
        remedy,
      );
}

/** Source: developers.layers.com docs/paid-media/pixel-capi (documented). */
const SEND_TEST_EVENT = 'choose "Send test event" on the overview tab of the layer';

/** Source: developers.layers.com docs/paid-media/tiktok-setup, "BYO mode" (documented). */
const NEW_TOKEN =
  'In TikTok Events Manager, open the pixel, Settings, Generate access token. Paste the token into the settings of the layer; the vault id stays the same.';

function token(subject: Subject): readonly Finding[] {
  const { live, desired } = subject;
  const invalid = fromChecks(subject, 'token', ['layers/capi-token']).map((one) => ({ ...one, remedy: NEW_TOKEN }));
  if (invalid.length > 0) return invalid;
  const hasId = desired.fields['capi.access_token_vault_id'] !== undefined;
  const pointer = !hasId ? '' : ' The vault id is only a pointer: it stays the same if the token changes.';
  if (live.capi?.tokenValid === true) {
    const at = live.capi.tokenValidatedAt;
    const when = at === undefined ? 'when it was last tested is not shown' : `last tested ${at}`;
    return [
      finding('token', 'green', `Layers reports the Events API token in the vault as valid (${when}).${pointer}`),
    ];
  }
  return [
    finding(
      'token',
      'unknown',
      `Layers does not show whether the Events API token in the vault is valid.${pointer}`,
      `To test it, ${SEND_TEST_EVENT}.`,
    ),
  ];
}

function events({ live, setup }: Subject): Finding {
  const counted = setup.pixelEvents;
  if (counted?.ok === true && counted.value.server > 0) {
    const { server, browser } = counted.value;
    return finding(
      'events',
      'green',
      `The pixel counted ${server} server events and ${browser} browser events in 30 days.`,
    );
  }
  const at = live.capi?.lastEventAt;
  if (at !== undefined) return finding('events', 'green', `Layers reports the last event at ${at}.`);
  const why =
    counted === undefined
      ? 'The events of the pixel were not readable'
      : counted.ok
        ? 'The pixel counted no server event in 30 days'
        : `The events of the pixel were not readable (${counted.problems[0]?.message ?? ''})`;
  return finding(
    'events',
    'unknown',
    `${why}, and Layers reports no event. TikTok counts with a delay.`,
    `Use the app once, or ${SEND_TEST_EVENT}.`,
  );
}
