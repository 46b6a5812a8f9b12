import {
  type Connection,
  type DesiredLayer,
  type LayersSender,
  ok,
  type PartnershipSteps,
  type Problem,
  type Result,
} from '../model/index.ts';
import type { ConnectNotices } from './connect-notices.ts';
import type { ReadContext } from './context.ts';
import { pollUntil } from './poll-until.ts';

export type AgencyConnect = {
  readonly desired: DesiredLayer;
  readonly context: ReadContext;
  readonly sender: () => LayersSender;
  readonly notices: Pick<ConnectNotices, 'steps'>;
  readonly waitMs: number;
};

/**
 * Shows the steps in TikTok's Business Center, and waits until Layers lists the ad account. Until then, TikTok shows
 * whether it is shared, if the token may read it.
 */
export async function connectAgency(connect: AgencyConnect): Promise<Result<Connection>> {
  const { desired, context, notices, waitMs } = connect;
  const sender = connect.sender();
  let [isShared, unreadable]: [boolean, string | undefined] = [false, undefined];
  const already = await look();
  if (already !== undefined) return already;
  notices.steps(stepsOf(connect), waitMs);
  const found = await pollUntil(look, waitMs, context.machine);
  return found ?? ok(connectionOf(desired, isShared ? 'shared' : 'waiting', unreadable));

  async function look(): Promise<Result<Connection> | undefined> {
    const { stop } = context.machine;
    const accounts = await sender.accounts(desired.project, stop);
    if (!accounts.ok) return accounts;
    const bound = accounts.value.find(({ advertiserId }) => advertiserId === desired.fields.adAccountId);
    if (bound !== undefined) {
      return ok({ ...connectionOf(desired, 'connected'), account: bound.advertiserId, accountName: bound.name });
    }
    if (!isShared && unreadable === undefined) {
      const share = await readShare(connect);
      isShared = share.isShared;
      unreadable = share.unreadable;
    }
    return undefined;
  }
}

async function readShare({ desired, context }: AgencyConnect) {
  const { partner, tiktok } = context.apis.portsOf(desired);
  const { tiktokBusinessId: business, adAccountId: account } = desired.fields;
  if (partner === undefined) return { isShared: false, unreadable: 'the settings have no layersBusinessId' };
  if (business === undefined || account === undefined) {
    return { isShared: false, unreadable: 'the document has no tiktokBusinessId or no adAccountId' };
  }
  const read = await tiktok.partnership(business, partner, context.machine.stop);
  if (!read.ok) return { isShared: false, unreadable: messageOf(read.problems) };
  if (read.value.state === 'unreadable') return { isShared: false, unreadable: read.value.reason };
  return { isShared: read.value.accounts.has(account), unreadable: undefined };
}

function messageOf([problem]: readonly Problem[]): string {
  return problem?.message ?? 'TikTok did not answer';
}

function stepsOf({ desired, context }: AgencyConnect): PartnershipSteps {
  const { tiktokBusinessId: business, adAccountId: account, 'capi.pixel_id': pixel } = desired.fields;
  const { layersBusinessId: partner } = context.workspace.settings;
  return {
    layer: desired.name,
    ...(business !== undefined && { business }),
    ...(partner !== undefined && { partner }),
    ...(account !== undefined && { account }),
    ...(pixel !== undefined && { pixel }),
    identities: desired.fields['sharing.identities'] ?? [],
  };
}

function connectionOf({ name, fields }: DesiredLayer, state: Connection['state'], unreadable?: string): Connection {
  return {
    layer: name,
    mode: 'agency',
    expected: fields.adAccountId ?? null,
    state,
    account: null,
    accountName: null,
    ...(unreadable !== undefined && { unreadable }),
  };
}
