import type { JsonObject } from '../core/json.ts';
import { type Action, carryOut } from './actions.ts';
import type { Axis, Campaign } from './ads-world.ts';
import { type Refusal, type Reply, refused, started } from './envelope.ts';
import { denied, judge } from './gate.ts';
import { freshId, ulid } from './ids.ts';
import { jobsRefusal, startJob } from './jobs.ts';
import type { Call } from './route.ts';
import type { Project } from './world.ts';

/** A requested write to ads. */
export type Write = Action & {
  readonly axis: Axis;
  /** The campaign whose authority applies. Absent: the layer's defaults. */
  readonly campaign?: Campaign;
  readonly entityName: string;
  readonly currentValue: JsonObject;
  /** The nearest value within the guardrails. Absent: the requested value is within them. */
  readonly clamped?: JsonObject;
  /** Whether the answer omits the outcome. Absent: no. */
  readonly bare?: boolean;
  /** Additional fields of the answer once it is carried out. */
  readonly more?: JsonObject;
};

/**
 * Sends a write through the gate: refused, queued as a pending action, or carried out. The latter two answer 202 with a
 * job and a verdict.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model (documented). Unknown: the kinds of jobs, the word
 * for a queued write, the state of its job meanwhile, and the effect of the guardrails on a write. The last three are
 * switches.
 */
export function submit(call: Call, project: Project, write: Write): Reply {
  const { world } = call.state;
  const verdict = judge(world, project, write.platform, write.axis, write.campaign);
  if (typeof verdict === 'object') return verdict.refusal;
  if (verdict === 'draft') return queue(call, project, write);
  if (write.clamped === undefined) return perform(call, project, write);
  switch (world.switches.beyondGuardrails) {
    case 'denied':
      return denied(world, 'guardrail_exceeded', 'The change is larger than the guardrails let through.');
    case 'queued':
      return queue(call, project, write);
    case 'clamped':
      return perform(call, project, { ...write, newValue: write.clamped });
    case 'dispatched':
    default:
      return perform(call, project, write);
  }
}

function queue(call: Call, project: Project, write: Write): Reply {
  const { state } = call;
  const { actionType, entityType, entityId, entityName, platform, currentValue, newValue } = write;
  const waits = state.world.switches.queuedJob === 'running';
  const refusal = waits ? jobsRefusal(state, project.organization) : undefined;
  if (refusal !== undefined) return refusal;
  const taken = state.world.layers.projects.flatMap(({ pendingActions }) => pendingActions);
  const pendingId = freshId(
    'pa_',
    taken.map((pending) => pending.pendingId),
  );
  project.pendingActions.unshift({
    pendingId,
    actionType,
    entityType,
    entityId,
    entityName,
    platform,
    currentValue,
    newValue,
    rationale: 'Requested by a partner key.',
    status: 'pending',
    createdAt: state.now().toISOString(),
  });
  const word = state.world.switches.writeStatus;
  return answer(call, project, write, word === 'absent' ? {} : { status: word }, waits ? pendingId : undefined);
}

function perform(call: Call, project: Project, write: Write): Reply {
  const failure = carryOut(call.state, project, write);
  if (failure !== undefined) return rejectedByPlatform(failure);
  const external = externalIdOf(project, write);
  return answer(call, project, write, {
    status: 'dispatched',
    ...write.more,
    platformResponse: external === undefined ? {} : { externalId: external },
  });
}

/** A refusal by the platform. Its code is documented, its status inferred. */
export function rejectedByPlatform(reason: string): Refusal {
  return refused('PLATFORM_REJECTED', `The platform refused the change: ${reason}.`, { platformCode: reason });
}

function externalIdOf(project: Project, { entityType, entityId }: Write): string | undefined {
  if (entityType === 'campaign') return project.campaigns.find(({ campaignId }) => campaignId === entityId)?.externalId;
  return project.adSets.find(({ adsetId }) => adsetId === entityId)?.externalId;
}

function answer(call: Call, project: Project, write: Write, outcome: JsonObject, waitsFor?: string): Reply {
  const verdictId = ulid('ver_', call.state.requests);
  const job = startJob(call.state, {
    organization: project.organization,
    project: project.id,
    kind: `ads_${write.actionType}`,
    lasts: 0,
    result: { verdictId, entityId: write.entityId, ...outcome },
    ...(waitsFor === undefined ? {} : { waitsFor }),
  });
  return started({ jobId: job.jobId, verdictId, ...(write.bare === true ? {} : outcome) });
}
