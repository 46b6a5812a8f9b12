import type { Reply } from '../layers/envelope.ts';
import type { State } from '../state.ts';
import type { World } from '../world.ts';
import { acceptPartnership, connectAccount, consent, fundWallet, revokeToken } from './accounts.ts';
import { decidePending, switchCampaign } from './campaigns.ts';
import { edit, editMetadata, install, paste } from './configs.ts';
import { takeDue } from './script.ts';
import type { ScheduledAction } from './shape.ts';

/** Performs all due actions in order. Call it before reading the world. */
export function runDueActions(state: State): void {
  const now = state.now();
  for (let due = takeDue(state.script, now); due !== undefined; due = takeDue(state.script, now)) {
    act(state, due.happening, due.at);
  }
}

/** Performs an action and records it, done or refused. */
export function act(state: State, deed: ScheduledAction, at: Date): Reply {
  const reply = perform(state.world, deed, at);
  state.script.done.push({
    who: deed.who,
    does: deed.does,
    at: at.toISOString(),
    ...(reply.ok ? {} : { refused: reply.message }),
  });
  return reply;
}

function perform(world: World, deed: ScheduledAction, at: Date): Reply {
  switch (deed.does) {
    case 'install':
      return install(world, deed);
    case 'paste':
      return paste(world, deed);
    case 'edit':
      return edit(world, deed);
    case 'edit-metadata':
      return editMetadata(world, deed);
    case 'connect-account':
      return connectAccount(world, deed, at);
    case 'accept-partnership':
      return acceptPartnership(world, deed);
    case 'consent':
      return consent(world, deed, at);
    case 'revoke-token':
      return revokeToken(world, deed);
    case 'fund-wallet':
      return fundWallet(world, deed);
    case 'pause-campaign':
    case 'resume-campaign':
      return switchCampaign(world, deed, at);
    case 'approve-pending':
    case 'reject-pending':
      return decidePending(world, deed, at);
    default:
      return deed satisfies never;
  }
}
