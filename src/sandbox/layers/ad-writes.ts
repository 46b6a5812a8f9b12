import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { type AdSet, type Axis, type Campaign, campaignShape, type PendingAction } from './ads-world.ts';
import { freshExternalId, mirrorBudget, mirrorNewCampaign, mirrorStatus, withTikTokValues } from './campaign-mirror.ts';
import { type EndpointClass, type Refusal, refused, type Reply, started } from './envelope.ts';
import { denied, verdictOf } from './gate.ts';
import { freshId, ulid } from './ids.ts';
import { jobsRefusal, startJob } from './jobs.ts';
import type { Call } from './route.ts';
import type { Project, State, World } from './world.ts';

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
  readonly withoutOutcome?: boolean;
  /** Additional fields of the answer once it is carried out. */
  readonly more?: JsonObject;
};

/** Subject of a write. */
export type Subject = Pick<Write, 'campaign' | 'platform' | 'entityType' | 'entityId' | 'entityName'>;

/**
 * Sends a write through the gate: refused, queued as a pending action, or carried out. The latter two answer 202 with a
 * job and a verdict.
 *
 * Source: docs/api/concepts/ads-write-model (documented). Unknown: the kinds of jobs, the word for a queued write, the
 * state of its job meanwhile, and the effect of the guardrails on a write. The last three are switches.
 */
export function submit(call: Call, project: Project, write: Write): Reply {
  const { world } = call.state;
  const verdict = verdictOf(world, project, write.platform, write.axis, write.campaign);
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

export type LifecycleVerb = 'pause' | 'resume' | 'delete';

/** The class of pausing and resuming: a POST that answers with a job (inferred). */
export function lifecycleClass({ switches }: World): EndpointClass {
  return switches.lifecycleClass;
}

/**
 * Submits a change of status. The documented action types have none for campaigns, so the form of a queued action is
 * unknown. The page of delete only shows a job and a verdict (documented).
 */
export function submitLifecycle(
  call: Call,
  project: Project,
  subject: Subject,
  status: Campaign['status'],
  verb: LifecycleVerb,
): Reply {
  return submit(call, project, {
    ...subject,
    axis: 'structural',
    actionType: `${verb}_${subject.entityType}`,
    currentValue: { status },
    newValue: { status: STATUS_AFTER[verb] },
    withoutOutcome: verb === 'delete',
  });
}

/** A refusal by the platform. Its code is documented, its status inferred. */
export function rejectedByPlatform(reason: string): Refusal {
  return refused('PLATFORM_REJECTED', `The platform refused the change: ${reason}.`, { platformCode: reason });
}

/** A write to ads, in the queue or carried out. */
export type Action = Pick<PendingAction, 'actionType' | 'entityType' | 'entityId' | 'newValue' | 'platform'>;

const Budget = z.union([
  z.strictObject({ dailyBudgetCents: z.int() }),
  z.strictObject({ lifetimeBudgetCents: z.int() }),
]);

/** States that the verbs lead to. A delete is soft (documented). */
export const STATUS_AFTER = { pause: 'paused', resume: 'active', delete: 'deleted' } as const;

/**
 * Carries out an action, at Layers and at TikTok.
 *
 * @returns a code for the reason if it failed; `undefined` if it succeeded
 */
export function performAction(state: State, project: Project, action: Action): string | undefined {
  if (action.actionType === 'create_campaign') return makeCampaign(state, project, action);
  const entity = entityOf(project, action);
  const campaign = project.campaigns.find((candidate) => candidate === entity);
  const current = campaign === undefined ? entity : withTikTokValues(state.world, campaign);
  if (entity === undefined || current?.status === 'deleted') return 'entity_not_found';

  if (action.actionType === 'update_budget') {
    const budget = Budget.safeParse(action.newValue);
    if (!budget.success || 'adId' in entity) return 'budget_not_understood';
    setBudget(entity, budget.data);
    if (campaign !== undefined) mirrorBudget(state.world, campaign);
    return undefined;
  }
  const status = statusAfter(action.actionType);
  if (status === undefined) return undefined;
  entity.status = status;
  if (campaign !== undefined) mirrorStatus(state.world, campaign);
  return undefined;
}

function queue(call: Call, project: Project, write: Write): Reply {
  const { state } = call;
  const { actionType, entityType, entityId, entityName, platform, currentValue, newValue } = write;
  const waits = state.world.switches.queuedJob === 'running';
  const refusal = waits ? jobsRefusal(state, project.organization) : undefined;
  if (refusal !== undefined) return refusal;
  const pending = state.world.layers.projects.flatMap(({ pendingActions }) => pendingActions);
  const taken = pending.map((one) => one.pendingId);
  const pendingId = freshId('pa_', taken);
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
  const failure = performAction(call.state, project, write);
  if (failure !== undefined) return rejectedByPlatform(failure);
  const external = externalIdOf(project, write);
  return answer(call, project, write, {
    status: 'dispatched',
    ...write.more,
    platformResponse: external === undefined ? {} : { externalId: external },
  });
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
  return started({ jobId: job.jobId, verdictId, ...(write.withoutOutcome === true ? {} : outcome) });
}

const NewCampaign = campaignShape.omit({ externalId: true, createdAt: true, status: true });

/** Its initial state is unknown, so it is a switch. */
function makeCampaign(state: State, project: Project, { newValue }: Action): string | undefined {
  const { world } = state;
  const requested = NewCampaign.safeParse(newValue);
  if (!requested.success) return 'campaign_not_understood';
  const campaign: Campaign = {
    ...requested.data,
    externalId: freshExternalId(world),
    status: world.switches.newCampaigns,
    createdAt: state.now().toISOString(),
  };
  project.campaigns.unshift(campaign);
  mirrorNewCampaign(world, project, campaign, state.now());
  return undefined;
}

function setBudget(entity: Campaign | AdSet, budget: z.output<typeof Budget>): void {
  delete entity.dailyBudgetCents;
  delete entity.lifetimeBudgetCents;
  Object.assign(entity, budget);
}

/** Changes of creatives, targeting and schedules have no effect in the sandbox. */
function statusAfter(actionType: string): Campaign['status'] | undefined {
  const verb = actionType.split('_')[0] ?? '';
  // Checked above: it is one of the verbs.
  return Object.hasOwn(STATUS_AFTER, verb) ? STATUS_AFTER[verb as keyof typeof STATUS_AFTER] : undefined;
}

function entityOf(project: Project, { entityType, entityId }: Action) {
  switch (entityType) {
    case 'campaign':
      return project.campaigns.find(({ campaignId }) => campaignId === entityId);
    case 'adset':
      return project.adSets.find(({ adsetId }) => adsetId === entityId);
    case 'ad':
    default:
      return project.ads.find(({ adId }) => adId === entityId);
  }
}
