import type { PendingAction } from './ads-world.ts';
import { performAction } from './ad-writes.ts';
import { gatedLayer } from './gate.ts';
import type { State } from './state.ts';
import type { Project } from './world.ts';

const HOUR = 3_600_000;
/**
 * Pending actions are rejected automatically after this time. Source: docs/api/reference/ads/list-pending (documented).
 */
export const EXPIRY = 7 * 24 * HOUR;
/** Interval of the optimizer. Every 6 hours: docs/concepts/optimizer (documented); 0, 6, 12 and 18 UTC is inferred. */
const TICK = 6 * HOUR;

/** Applies changes due by now: old pending actions expire, and the optimizer dispatches approved ones. */
export function applyElapsedTime(state: State): void {
  const now = state.now().getTime();
  const lastTick = Math.floor(now / TICK) * TICK;
  for (const project of state.world.layers.projects) {
    for (const pending of project.pendingActions.toReversed()) {
      const expires = Date.parse(pending.createdAt) + EXPIRY;
      if (pending.status === 'pending' && expires <= now) {
        Object.assign(pending, { status: 'rejected', decidedAt: new Date(expires).toISOString(), decision: 'expired' });
      }
      const decided = Date.parse(pending.decidedAt ?? pending.createdAt);
      if (pending.status === 'approved' && decided < lastTick) dispatch(state, project, pending, new Date(lastTick));
    }
  }
}

/**
 * Carries out all approved actions, oldest first.
 *
 * @returns their ids
 */
export function dispatchApproved(state: State, project: Project): readonly string[] {
  const approved = approvedOf(project);
  for (const pending of approved) dispatch(state, project, pending, state.now());
  return approved.map(({ pendingId }) => pendingId);
}

/** Oldest first. */
export function approvedOf(project: Project): readonly PendingAction[] {
  return project.pendingActions.filter(({ status }) => status === 'approved').toReversed();
}

/** The kill switch also blocks actions approved before it was activated (inferred). */
function dispatch(state: State, project: Project, pending: PendingAction, at: Date): void {
  const layer = gatedLayer(state.world, project, pending.platform);
  const failure = layer?.killSwitch === true ? 'layer_kill_switch' : performAction(state, project, pending);
  pending.dispatchedAt = at.toISOString();
  pending.status = failure === undefined ? 'dispatched' : 'dispatch_failed';
  if (failure !== undefined) pending.dispatchFailureReason = failure;
}
