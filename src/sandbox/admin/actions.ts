import { takeDue } from '../core/script.ts';
import type { World } from '../layers/world.ts';
import type { ScheduledAction, State } from './action-shape.ts';
import {
  acceptPartnership,
  connect,
  consent,
  decidePending,
  edit,
  editMetadata,
  fundWallet,
  install,
  paste,
  revokeToken,
  switchCampaign,
  switchLayer,
} from './dashboard-actions.ts';
import type { Reply } from './envelope.ts';
import { shareAsset, topUpWallet, unshareAsset } from './agency-actions.ts';

/** Performs all due actions in order. Call it before reading the world. */
export function runDueActions(state: State): void {
  const now = state.now();
  for (let due = takeDue(state.script, now); due !== undefined; due = takeDue(state.script, now)) {
    act(state, due.action, due.at);
  }
}

/** Performs an action and records it, done or refused. */
export function act(state: State, action: ScheduledAction, at: Date): Reply {
  const reply = perform(state.world, action, at);
  state.script.done.push({
    who: action.who,
    does: action.does,
    at: at.toISOString(),
    ...(reply.ok ? {} : { refused: reply.message }),
  });
  return reply;
}

function perform(world: World, action: ScheduledAction, at: Date): Reply {
  switch (action.does) {
    case 'install':
      return install(world, action);
    case 'paste':
      return paste(world, action);
    case 'edit':
      return edit(world, action);
    case 'edit-metadata':
      return editMetadata(world, action);
    case 'connect-account':
      return connect(world, action, at);
    case 'accept-partnership':
      return acceptPartnership(world, action);
    case 'share-asset':
      return shareAsset(world, action, at);
    case 'unshare-asset':
      return unshareAsset(world, action);
    case 'top-up-wallet':
      return topUpWallet(world, action);
    case 'consent':
      return consent(world, action, at);
    case 'revoke-token':
      return revokeToken(world, action);
    case 'fund-wallet':
      return fundWallet(world, action);
    case 'pause-layer':
    case 'resume-layer':
      return switchLayer(world, action);
    case 'pause-campaign':
    case 'resume-campaign':
      return switchCampaign(world, action, at);
    case 'approve-pending':
    case 'reject-pending':
      return decidePending(world, action, at);
    default:
      return action satisfies never;
  }
}
