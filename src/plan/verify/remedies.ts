/** Without a layer name, so that equal findings of several layers are printed once. */
export const SEND_TEST_EVENT = 'Send a test event: reconcile verify NAME --send-test-event.';

/** Source: developers.layers.com docs/paid-media/tiktok-setup, "BYO mode" (documented). */
const GENERATE_TOKEN = 'In TikTok Events Manager, open the pixel, Settings, Generate access token.';

export const NEW_VAULT_TOKEN = `${GENERATE_TOKEN} Paste the token into the settings of the layer; the vault id stays the same.`;

export const NEW_EVENTS_TOKEN = `${GENERATE_TOKEN} Set TIKTOK_EVENTS_TOKEN to it.`;
