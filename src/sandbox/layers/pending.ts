import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { performAction } from './ad-writes.ts';
import { ACTION_TYPES, PENDING_STATUSES, type PendingAction } from './ads-world.ts';
import { accepted, notFound, refused, type Reply } from './envelope.ts';
import { gatedLayer } from './gate.ts';
import { ulid } from './ids.ts';
import { bodyAs, pageOf, queryAs } from './input.ts';
import { type Call, onPlatform, pathName, type Platform, type Route, route } from './route.ts';
import type { Project, State } from './world.ts';

const PATH = '/v1/projects/:projectId/ads/:platform/pending';

/**
 * Writes that wait for approval. Source of this file, if nothing else is given: docs/api/reference/ads/list-pending,
 * docs/api/reference/ads/approve-pending (documented). The answer of the count is inferred.
 */
export const pendingActions: readonly Route[] = [
  route('GET', PATH, ['ads:read'], onPlatform(list)),
  route('GET', `${PATH}/count`, ['ads:read'], onPlatform(count)),
  route('POST', `${PATH}/:pendingId/approve`, ['ads:write:pending'], onPlatform(approve)),
  route('POST', `${PATH}/:pendingId/reject`, ['ads:write:pending'], onPlatform(reject)),
];

const HOUR_MS = 3_600_000;

/** Pending actions are rejected automatically after this time (documented). */
export const EXPIRY_MS = 7 * 24 * HOUR_MS;

/** Interval of the optimizer. Every 6 hours: docs/concepts/optimizer (documented); 0, 6, 12 and 18 UTC is inferred. */
const OPTIMIZER_INTERVAL_MS = 6 * HOUR_MS;

/** Applies changes due by now: old pending actions expire, and the optimizer dispatches approved ones. */
export function applyElapsedTime(state: State): void {
  const now = state.now().getTime();
  const lastTick = Math.floor(now / OPTIMIZER_INTERVAL_MS) * OPTIMIZER_INTERVAL_MS;
  for (const project of state.world.layers.projects) {
    for (const pending of project.pendingActions.toReversed()) {
      const expires = Date.parse(pending.createdAt) + EXPIRY_MS;
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

/**
 * The comment of an approval is optional, and so is its body (inferred); a rejection requires a reason (documented).
 */
const Approval = z.strictObject({ comment: z.string().optional() }).optional();
const Rejection = z.strictObject({ reason: z.string().min(1) });
const Query = z.object({
  status: z.enum(PENDING_STATUSES).default('pending'),
  actionType: z.enum(ACTION_TYPES).optional(),
});

/** `limit` 50 by default (documented); up to 200, with a lenient cursor as in the other lists of ads (inferred). */
function list({ request }: Call, project: Project, platform: Platform): Reply {
  const query = queryAs(request, Query);
  if (!query.ok) return query.refusal;
  const { status, actionType } = query.value;
  const found = actionsOn(project, platform)
    .filter((action) => action.status === status)
    .filter((action) => actionType === undefined || action.actionType === actionType);
  return pageOf(request, `pending ${project.id}`, found.map(row), { most: 200, usual: 50, lenient: true });
}

function actionsOn(project: Project, platform: Platform): readonly PendingAction[] {
  return project.pendingActions.filter((action) => action.platform === platform);
}

function row(action: PendingAction): JsonObject {
  return {
    pendingId: action.pendingId,
    actionType: action.actionType,
    entityType: action.entityType,
    entityId: action.entityId,
    entityName: action.entityName,
    platform: pathName(action.platform),
    currentValue: action.currentValue,
    newValue: action.newValue,
    rationale: action.rationale,
    proposedAction: { detail: `${action.actionType} of ${action.entityType} ${action.entityId}` },
    status: action.status,
    createdAt: action.createdAt,
    expiresAt: new Date(Date.parse(action.createdAt) + EXPIRY_MS).toISOString(),
    dispatchedAt: action.dispatchedAt ?? null,
    dispatchFailureReason: action.dispatchFailureReason ?? null,
  };
}

function count(_: Call, project: Project, platform: Platform): Reply {
  return accepted({ count: actionsOn(project, platform).filter(({ status }) => status === 'pending').length });
}

function approve(call: Call, project: Project, platform: Platform): Reply {
  const input = bodyAs(call.request, Approval);
  return input.ok ? decide(call, project, platform, 'approved', input.value?.comment) : input.refusal;
}

function reject(call: Call, project: Project, platform: Platform): Reply {
  const input = bodyAs(call.request, Rejection);
  return input.ok ? decide(call, project, platform, 'rejected', input.value.reason) : input.refusal;
}

/**
 * An approved action is only carried out when the optimizer runs (documented). If it was decided before, the page names
 * both 404 and 409, so that is a switch.
 */
function decide(
  { params, state }: Call,
  project: Project,
  platform: Platform,
  status: 'approved' | 'rejected',
  why: string | undefined,
): Reply {
  const action = actionsOn(project, platform).find(({ pendingId }) => pendingId === params.pendingId);
  if (action === undefined) return notFound('pending action');
  if (action.status !== 'pending') {
    if (state.world.switches.decidedPending === 'not-found') return notFound('pending action');
    return refused('CONFLICT', `The action is ${action.status} already.`, { status: action.status });
  }
  action.status = status;
  action.decidedAt = state.now().toISOString();
  if (why !== undefined) action.decision = why;
  return accepted({
    pendingId: action.pendingId,
    status,
    dispatched: false,
    dispatchedAt: null,
    verdictId: ulid('ver_', state.requests),
  });
}

/** The kill switch also blocks actions approved before it was activated (inferred). */
function dispatch(state: State, project: Project, pending: PendingAction, at: Date): void {
  const layer = gatedLayer(state.world, project, pending.platform);
  const failure = layer?.killSwitch === true ? 'layer_kill_switch' : performAction(state, project, pending);
  pending.dispatchedAt = at.toISOString();
  pending.status = failure === undefined ? 'dispatched' : 'dispatch_failed';
  if (failure !== undefined) pending.dispatchFailureReason = failure;
}
