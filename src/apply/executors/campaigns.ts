import {
  type Change,
  fail,
  type GatedCampaign,
  isRunning,
  isUnclear,
  type LiveCampaign,
  ok,
  type Problem,
  type Result,
  waitsFor,
} from '../../model/index.ts';
import { idempotencyKey } from '../claim.ts';
import { writeAndReadBack } from '../ensure.ts';
import { campaignText, rejectedProblems } from '../mark-rejected.ts';
import type { ChangeTask, WriteOutcome } from './executor.ts';
import { partlyApplied } from './problems.ts';

type CampaignState = 'as desired' | 'queued' | 'open';

/**
 * Sends campaigns through the write gate of Layers, one by one. Before each it reads the state again, so that a run
 * without its claim stops and a person's changes are kept. A refusal does not stop the others.
 *
 * It is unknown how the queue shows a waiting pause. If it is not found by campaign id, it is sent once more, which
 * changes nothing.
 */
export async function campaigns(
  { change, desired: { project }, writers: { layers, sleep }, key, claim, report }: ChangeTask,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  if (change.step.by !== 'gated') return ok({});
  const { campaigns: planned, approver } = change.step;
  const sendable = planned.filter(({ predicted }) => predicted !== 'rejected');
  /** Including those without a clear response. */
  const sent: GatedCampaign[] = [];
  const refused = new Map<string, readonly Problem[]>();
  let stopped: readonly Problem[] = [];
  const states = await writeAndReadBack(
    {
      read,
      isDone: (live) =>
        stopped.length > 0 ||
        openIn(live, sendable).every((campaign) => refused.has(campaign.id) && !sent.includes(campaign)),
      write: async (before) => {
        stopped = await sendEach(openIn(before, sendable));
        return ok(undefined);
      },
    },
    sleep,
  );
  if (!states.ok) return fail(...stopped, ...[...refused.values()].flat(), ...states.problems);
  const { after } = states.value;
  const settled = sent.filter((campaign) => stateOf(campaign, after) !== 'open');
  for (const campaign of settled) report(campaign.id, stateOf(campaign, after) === 'queued' ? 'queued' : 'done');
  const open = openIn(after, planned);
  if (open.length > 0 || stopped.length > 0) {
    const ignored = stopped.length > 0 ? [] : open.filter((each) => sendable.includes(each) && !refused.has(each.id));
    return fail(
      ...stopped,
      ...open.flatMap(({ id }) => refused.get(id) ?? []),
      ...rejectedProblems(change, open),
      ...noEffect(change, ignored),
      ...partlyApplied(change, 'paused, resumed or queued for approval:', settled.map(campaignText)),
    );
  }
  return ok(planned.some((campaign) => stateOf(campaign, after) === 'queued') ? { waitingOn: approver } : {});

  async function read(): Promise<Result<CampaignById>> {
    const live = await layers.campaigns(project, signal);
    return live.ok ? ok(new Map(live.value.map((campaign) => [campaign.id, campaign]))) : live;
  }

  /** Returns why it stopped before the last; empty if it did not. */
  async function sendEach(open: readonly GatedCampaign[]): Promise<readonly Problem[]> {
    for (const [index, campaign] of open.entries()) {
      if (index > 0) {
        const claimed = await claim.check();
        if (!claimed.ok) return claimed.problems;
        const now = await read();
        if (!now.ok) return now.problems;
        if (stateOf(campaign, now.value) !== 'open') continue;
      }
      const { id, verb } = campaign;
      const intended = await claim.addIntent(id, verb);
      const result = intended.ok
        ? await layers.setCampaign(project, id, verb, idempotencyKey(key, id), signal)
        : intended;
      if (result.ok) report(id, 'unconfirmed');
      else refused.set(id, result.problems);
      if (result.ok || isUnclear(result.problems)) sent.push(campaign);
    }
    return [];
  }
}

type CampaignById = ReadonlyMap<string, LiveCampaign>;

function openIn(live: CampaignById, planned: readonly GatedCampaign[]): readonly GatedCampaign[] {
  return planned.filter((campaign) => stateOf(campaign, live) === 'open');
}

/** A campaign that no longer exists does not run, and cannot be resumed. */
function stateOf({ id, verb }: GatedCampaign, live: CampaignById): CampaignState {
  const campaign = live.get(id);
  if (campaign === undefined || isRunning(campaign) === (verb === 'resume')) return 'as desired';
  return waitsFor(verb, campaign.pending) ? 'queued' : 'open';
}

function noEffect({ layer }: Change, ignored: readonly GatedCampaign[]): readonly Problem[] {
  if (ignored.length === 0) return [];
  return [
    {
      code: 'apply/no-effect',
      layer,
      message: `Layers accepted the write for ${ignored.map(campaignText).join(', ')} but shows neither the new state nor a queued approval.`,
      remedy: 'Set the state in the campaign list in Layers, then run reconcile plan again.',
    },
  ];
}
