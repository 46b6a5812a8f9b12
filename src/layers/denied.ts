import type { Problem } from '../model/index.ts';

type Denial = { readonly because: string; readonly remedy: string };

/**
 * Reasons of the write gate for a refusal, by the API's reason code.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model (documented, with its word),
 * docs/api/reference/ads/patch-defaults for the kill switch and docs/api/guides/run-ads-as-partner for the consent
 * (documented; their words are inferred).
 */
const DENIALS: ReadonlyMap<string, Denial> = new Map([
  [
    'authority_axis_off',
    {
      because: 'because the authority that covers it is off, for this campaign or for its layer',
      remedy:
        "Ask the customer to set the authority to draft or auto in the Layers dashboard; pausing and resuming fall under `structural`. A campaign's own setting counts before the layer's.",
    },
  ],
  [
    'layer_kill_switch',
    {
      because: 'because the kill switch of the layer is on',
      remedy: 'Ask the customer: only they can turn off the kill switch of the layer, in the Layers dashboard.',
    },
  ],
  [
    'partner_writes_not_consented',
    {
      because: 'because the customer has not consented to writes by partners on this layer',
      remedy:
        'Ask the customer to consent to partner writes, once per project layer, by a toggle in the Layers dashboard.',
    },
  ],
]);

const UNSAID =
  'Ask the customer to look in the Layers dashboard at three things of this layer: the consent to partner writes, the kill switch, and the authority (`structural` for pausing and resuming), which must be draft or auto.';

/**
 * An `api/denied` problem; its remedy names who can change the setting, and where.
 *
 * @param reason the API's reason code; `undefined` if the answer has none
 * @param detail the end of the message, with the text of Layers
 * @param sanitize makes text of an answer safe for a message
 */
export function denied(
  what: string,
  reason: string | undefined,
  detail: string,
  sanitize: (text: string) => string,
): Problem {
  const known = reason === undefined ? undefined : DENIALS.get(reason);
  return {
    code: 'api/denied',
    message: `The write gate of Layers refused ${what}, ${known?.because ?? unknown(reason, sanitize)}${detail}`,
    remedy: known?.remedy ?? UNSAID,
  };
}

function unknown(reason: string | undefined, sanitize: (text: string) => string): string {
  return reason === undefined ? 'and does not say why' : `with the reason ${sanitize(reason)}`;
}
