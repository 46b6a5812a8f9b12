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
import { type WriteOutcome, type Writers, partlyApplied, readUntil } from './executor.ts';
import { rejectedProblems } from '../mark-rejected.ts';

/** Outcome of a campaign that Layers was asked to pause or resume. `unseen`: accepted, but not visible. */
export type CampaignOutcome = 'done' | 'held' | 'unseen';

type CampaignState = 'as wished' | 'waiting' | 'open';

/** Options of `carryOutCampaigns`. */
export type CampaignRun = {
  readonly project: string;
  readonly hands: Pick<Writers, 'layers' | 'sleep'>;
  readonly keyOf: (campaign: string) => string;
  /** `apply/concurrent-run` if this run no longer holds its claim. */
  readonly keepClaim: () => Promise<Result<void>>;
  /** Called with the outcome of each campaign sent now, even if others were refused. */
  readonly tell: (campaign: string, became: CampaignOutcome) => void;
};

/**
 * Sends campaigns through the write gate of Layers, one by one. Skips campaigns that are already as desired, waiting,
 * rejected, or not in the reviewed plan. Between two campaigns it reads the state again: a run without its claim stops,
 * and a person's changes are kept. A refusal does not stop the others. If the outcome of a write is unclear, the
 * visible state counts.
 *
 * It is not documented how the queue shows a waiting pause, so it is found by campaign id only. If it is not found, it
 * is sent once more, which changes nothing.
 */
export async function carryOutCampaigns(
  change: Change,
  { project, hands: { layers, sleep }, keyOf, keepClaim, tell }: CampaignRun,
  signal: AbortSignal,
): Promise<Result<WriteOutcome>> {
  if (change.step.by !== 'gated') return ok({});
  const { campaigns, approver } = change.step;
  const look = async (): Promise<Result<Live>> => {
    const seen = await layers.campaigns(project, signal);
    return seen.ok ? ok(new Map(seen.value.map((campaign) => [campaign.id, campaign]))) : seen;
  };
  const before = await look();
  if (!before.ok) return before;
  const asked: GatedCampaign[] = [];
  const refused = new Map<string, readonly Problem[]>();
  const stopped = await askEach(
    campaigns
      .filter(({ predicted }) => predicted !== 'rejected')
      .filter((campaign) => standOf(campaign, before.value.get(campaign.id)) === 'open'),
  );
  const isSettled = (seen: Result<Live>): boolean =>
    !seen.ok ||
    stopped.length > 0 ||
    asked.every((campaign) => standOf(campaign, seen.value.get(campaign.id)) !== 'open');
  const after = asked.length + refused.size === 0 ? before : await readUntil(look, isSettled, { sleep });
  const problems = [...stopped, ...[...refused.values()].flat()];
  if (!after.ok) return fail(...problems, ...after.problems);
  const settled = asked.filter((campaign) => standOf(campaign, after.value.get(campaign.id)) !== 'open');
  for (const campaign of settled) {
    tell(campaign.id, standOf(campaign, after.value.get(campaign.id)) === 'waiting' ? 'held' : 'done');
  }
  const open = campaigns.filter((campaign) => standOf(campaign, after.value.get(campaign.id)) === 'open');
  if (open.length > 0 || stopped.length > 0) {
    const traceless = open.filter((campaign) => asked.includes(campaign) && !refused.has(campaign.id));
    return fail(
      ...stopped,
      ...open.flatMap(({ id }) => refused.get(id) ?? []),
      ...rejectedProblems(change, open),
      ...(traceless.length > 0 && stopped.length === 0 ? [withoutEffect(change, traceless)] : []),
      ...partlyApplied(change, 'these campaigns were paused or resumed, or wait for it', settled.map(nameOf)),
    );
  }
  const waits = campaigns.some((campaign) => standOf(campaign, after.value.get(campaign.id)) === 'waiting');
  return ok(waits ? { waitingOn: approver } : {});

  /** Returns why it stopped before the last; empty if it did not. */
  async function askEach(wanted: readonly GatedCampaign[]): Promise<readonly Problem[]> {
    for (const [index, campaign] of wanted.entries()) {
      if (index > 0) {
        const kept = await keepClaim();
        if (!kept.ok) return kept.problems;
        const now = await look();
        if (!now.ok) return now.problems;
        if (standOf(campaign, now.value.get(campaign.id)) !== 'open') continue;
      }
      const { id, verb } = campaign;
      const sent = await layers.setCampaign(project, id, verb, keyOf(id), signal);
      if (sent.ok) tell(id, 'unseen');
      else refused.set(id, sent.problems);
      if (sent.ok || isUnclear(sent.problems)) asked.push(campaign);
    }
    return [];
  }
}

type Live = ReadonlyMap<string, LiveCampaign>;

/** A campaign that no longer exists does not run, and cannot be resumed. */
function standOf({ verb }: GatedCampaign, seen: LiveCampaign | undefined): CampaignState {
  if (seen === undefined) return 'as wished';
  if (isRunning(seen) === (verb === 'resume')) return 'as wished';
  return waitsFor(verb, seen.pending) ? 'waiting' : 'open';
}

function withoutEffect(change: Change, campaigns: readonly GatedCampaign[]): Problem {
  return {
    code: 'apply/no-effect',
    layer: change.layer,
    message: `Layers took in what was asked of ${campaigns.map(nameOf).join(', ')}, and neither does it show nor wait in the queue.`,
    remedy: 'Look at the campaign list in Layers, set the state there, and run reconcile plan again.',
  };
}

function nameOf({ id, name }: GatedCampaign): string {
  return name === '' ? id : `${name} (${id})`;
}
