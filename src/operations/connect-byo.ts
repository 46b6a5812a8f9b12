import {
  type ConnectedAccount,
  type Connection,
  type DesiredLayer,
  type LayersSender,
  ok,
  type Result,
} from '../model/index.ts';
import type { ConnectNotices } from './connect-notices.ts';
import type { ReadContext } from './context.ts';
import { pollUntil } from './poll-until.ts';

export type ByoConnect = {
  readonly desired: DesiredLayer;
  readonly context: Pick<ReadContext, 'machine'>;
  readonly sender: LayersSender;
  readonly notices: Pick<ConnectNotices, 'link'>;
  readonly waitMs: number;
  readonly returnUrl: string;
};

/** Shows the OAuth link, unless the account is connected, and waits until Layers lists an account that was not there. */
export async function connectByo(connect: ByoConnect): Promise<Result<Connection>> {
  const { desired, context, sender, notices, waitMs, returnUrl } = connect;
  const { machine } = context;
  const { adAccountId: expected } = desired.fields;
  const before = await sender.accounts(desired.project, machine.stop);
  if (!before.ok) return before;
  const known = before.value.find((account) => account.advertiserId === expected && isValid(account));
  if (known !== undefined) return ok(connectionOf(desired, 'connected', known));
  const link = await sender.oauthLink(desired.project, returnUrl, machine.uuid(), machine.stop);
  if (!link.ok) return link;
  notices.link(link.value, expected, waitMs);
  const found = await pollUntil(
    async () => {
      const accounts = await sender.accounts(desired.project, machine.stop);
      return accounts.ok ? appeared(desired, before.value, accounts.value) : accounts;
    },
    waitMs,
    machine,
  );
  if (found === undefined) return ok(connectionOf(desired, 'waiting'));
  return found;
}

/** Not in every generation of the API; an account without a status counts as valid, because it is listed. */
function isValid({ tokenStatus }: ConnectedAccount): boolean {
  return tokenStatus === undefined || tokenStatus === 'valid';
}

function appeared(
  desired: DesiredLayer,
  before: readonly ConnectedAccount[],
  now: readonly ConnectedAccount[],
): Result<Connection> | undefined {
  const { adAccountId: expected } = desired.fields;
  const wanted = now.find((account) => account.advertiserId === expected && isValid(account));
  if (wanted !== undefined) return ok(connectionOf(desired, 'connected', wanted));
  const known = new Set(before.map(({ advertiserId }) => advertiserId));
  const fresh = now.find(({ advertiserId }) => !known.has(advertiserId));
  if (fresh === undefined) return undefined;
  return ok(connectionOf(desired, expected === undefined ? 'connected' : 'different', fresh));
}

function connectionOf(
  { name, fields }: DesiredLayer,
  state: Connection['state'],
  account?: ConnectedAccount,
): Connection {
  return {
    layer: name,
    mode: 'byo',
    expected: fields.adAccountId ?? null,
    state,
    account: account?.advertiserId ?? null,
    accountName: account?.name ?? null,
  };
}
