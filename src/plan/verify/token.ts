import type { Finding } from '../../model/index.ts';
import { NEW_VAULT_TOKEN, SEND_TEST_EVENT } from './remedies.ts';
import { finding, fromChecks, type Subject } from './subject.ts';

/** No API returns the token: Layers reports whether it works, and a test event shows it. */
export function token(subject: Subject): readonly Finding[] {
  const { live, desired, sent } = subject;
  const tested = sent.layers?.ok === true ? sent.layers.value.dispatched : undefined;
  const pointer =
    desired.fields['capi.access_token_vault_id'] === undefined
      ? ''
      : ' The vault id is only a pointer: it stays the same if the token changes.';
  if (tested === true) {
    return [finding('token', 'green', `A test event reached TikTok with the Events API token in the vault.${pointer}`)];
  }
  const invalid = fromChecks(subject, 'token', ['layers/capi-token']);
  if (invalid.length > 0) return invalid.map((one) => ({ ...one, remedy: NEW_VAULT_TOKEN }));
  if (live.capi?.tokenValid === true) {
    const at = live.capi.tokenValidatedAt;
    const when = at === undefined ? 'when it was last tested is not shown' : `last tested ${at}`;
    return [
      finding('token', 'green', `Layers reports the Events API token in the vault as valid (${when}).${pointer}`),
    ];
  }
  const message = `Layers does not show whether the Events API token in the vault is valid.${pointer}`;
  return [finding('token', 'unknown', message, SEND_TEST_EVENT)];
}
