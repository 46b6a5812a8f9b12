import type { Connection, OauthLink, PartnershipSteps } from '../../model/index.ts';
import { asTerminal, joinSections, type Line, line, type TextOptions } from '../parts/terminal.ts';

/** @param wait such as `10m` */
export function linkAsText({ url, expiresAt }: OauthLink, account: string | undefined, wait: string): string {
  const pick = account === undefined ? 'Pick the ad account.' : `Pick the ad account ${account}.`;
  return asTerminal(
    [
      line(0, 'Open this link in a browser. It works once; do not share it.', 'strong'),
      line(1, url),
      ...(expiresAt === undefined ? [] : [line(1, `It expires at ${expiresAt}.`, 'quiet')]),
      line(1, 'Sign in as the TikTok user who administers the ad account, and approve the Layers Marketing app.'),
      line(1, pick),
      line(0, `Waiting up to ${wait} until Layers lists the account.`, 'quiet'),
    ],
    { colour: false },
  );
}

/** Source: developers.layers.com docs/paid-media/tiktok-setup, "Agency mode" (documented). */
export function stepsAsText(steps: PartnershipSteps, wait: string): string {
  const { business = '(tiktokBusinessId is not in the document)', account, pixel, identities } = steps;
  const partner = steps.partner ?? 'that the setup wizard of Layers shows';
  const shared: readonly string[] = [
    `Ad account ${account ?? '(not in the document)'}: Standard access`,
    ...(pixel === undefined ? [] : [`Pixel ${pixel}: Manage`]),
    ...(identities.length === 0 ? [] : [`Identities, for Spark Ads: ${identities.join(', ')}`]),
  ];
  return asTerminal(
    [
      line(0, `Steps in the TikTok Business Center ${business}:`, 'strong'),
      line(1, `1. Asset Sharing: send a partnership request to the Business Center ${partner}.`),
      line(1, '2. Share with it:'),
      ...shared.map((text) => line(3, text)),
      line(1, '3. Layers accepts. TikTok takes 5 to 15 minutes to notify it.'),
      line(1, '4. Bind the ad account in the setup wizard of the layer.'),
      line(0, 'With layersBusinessId and a token of an administrator, reconcile apply shares the ad account.', 'quiet'),
      line(0, `Waiting up to ${wait} until Layers lists the account.`, 'quiet'),
    ],
    { colour: false },
  );
}

export function connectionAsText(connection: Connection, options: TextOptions): string {
  return asTerminal(joinSections([resultLines(connection), nextLines(connection)]), options);
}

function resultLines({ state, account, accountName, expected, layer, unreadable }: Connection): readonly Line[] {
  const name = accountName === null || accountName === '' ? '' : ` (${accountName})`;
  switch (state) {
    case 'connected': {
      const same = expected === null ? '' : ', as in the document';
      return [
        line(0, `Connected: Layers lists ad account ${account}${name}${same}.`, 'good'),
        ...(expected === null ? [line(0, `Add it to the document: adAccountId: "${account}".`)] : []),
      ];
    }
    case 'different':
      return [
        line(0, `Not connected: ad account ${account}${name} appeared, but the document has ${expected}.`, 'bad'),
        line(0, `Run reconcile connect ${layer} again and pick ${expected}, or set adAccountId: "${account}".`),
      ];
    case 'shared':
      return [
        line(0, `Waiting: TikTok shows ad account ${expected} as shared, but Layers does not list it yet.`, 'warning'),
        line(0, `Bind it in the setup wizard, then run reconcile connect ${layer} again.`),
      ];
    case 'waiting':
      return [
        line(0, `Waiting: Layers does not list ad account ${expected ?? '(any)'} yet.`, 'warning'),
        ...(unreadable === undefined ? [] : [line(0, `Whether it is shared is not readable: ${unreadable}.`)]),
        line(0, `Run reconcile connect ${layer} again.`),
      ];
    default:
      return state satisfies never;
  }
}

/** Source: developers.layers.com docs/paid-media/tiktok-setup, "BYO mode" (documented). */
function nextLines({ state, mode, layer }: Connection): readonly Line[] {
  if (state !== 'connected') return [];
  const token =
    'the Events API access token: TikTok Events Manager, the pixel, Settings, Generate access token. Layers stores it in its vault; the vault id is only a pointer';
  return [
    ...(mode === 'byo' ? [line(0, `Next, enter in the setup wizard: the pixel, and ${token}.`)] : []),
    line(0, `Then: reconcile plan, and reconcile verify ${layer}.`),
  ];
}
