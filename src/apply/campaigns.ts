import {
  type CampaignSeen,
  type Change,
  type GatedCampaign,
  isRunning,
  type Problem,
  type Result,
  waitsFor,
} from '../model/index.ts';
import { type Carried, type Hands, inPart, lookUntil } from './hands.ts';

/** What became of a campaign that Layers was asked to pause or resume: `unseen` where it took that in, and shows nothing. */
export type Became = 'done' | 'held' | 'unseen';

/** What is left to do about one campaign. */
type Stand = 'as wished' | 'waiting' | 'open';

/**
 * Sends campaigns through the write gate of Layers, one by one. One that is as it should be, or waits for somebody, is
 * not asked for again; one that the reviewed plan did not name is left alone. A refusal of one does not keep the others
 * from being paused.
 *
 * How a pause that waits stands in the queue of Layers is not documented: it is looked for by the campaign alone. Where
 * the queue does not show it, it is asked for once more, which changes nothing.
 *
 * @param keyOf idempotency key of one campaign's write
 * @param tell hears of each campaign that was asked for now what became of it, also where others were refused
 */
export async function carryOutCampaigns(
  change: Change,
  project: string,
  { layers, sleep }: Hands,
  keyOf: (campaign: string) => string,
  tell: (campaign: string, became: Became) => void,
  signal: AbortSignal,
): Promise<Result<Carried>> {
  if (change.step.by !== 'gated') return { ok: true, value: {} };
  const { campaigns, approver } = change.step;
  const look = async (): Promise<Result<ReadonlyMap<string, CampaignSeen>>> => {
    const seen = await layers.campaigns(project, signal);
    return seen.ok ? { ok: true, value: new Map(seen.value.map((campaign) => [campaign.id, campaign])) } : seen;
  };
  const before = await look();
  if (!before.ok) return before;
  const open = campaigns.filter((campaign) => standOf(campaign, before.value.get(campaign.id)) === 'open');
  const problems: Problem[] = [];
  for (const { id, verb } of open) {
    const sent = await layers.setCampaign(project, id, verb, keyOf(id), signal);
    if (sent.ok) tell(id, 'unseen');
    else problems.push(...sent.problems);
  }
  const isSettled = (seen: Awaited<ReturnType<typeof look>>): boolean =>
    !seen.ok ||
    problems.length > 0 ||
    open.every((campaign) => standOf(campaign, seen.value.get(campaign.id)) !== 'open');
  const after = open.length === 0 ? before : await lookUntil(look, isSettled, { sleep });
  if (!after.ok) return { ok: false, problems: [...problems, ...after.problems] };
  for (const campaign of open) {
    const stand = standOf(campaign, after.value.get(campaign.id));
    if (stand !== 'open') tell(campaign.id, stand === 'waiting' ? 'held' : 'done');
  }
  const stands = campaigns.map((campaign) => standOf(campaign, after.value.get(campaign.id)));
  if (stands.includes('open')) {
    const settled = open.filter(({ id }) => campaigns.some((one, index) => one.id === id && stands[index] !== 'open'));
    const names = settled.map(({ id, name }) => (name === '' ? id : `${name} (${id})`));
    return {
      ok: false,
      problems: [
        ...(problems.length > 0 ? problems : [withoutEffect(change, stands, campaigns)]),
        ...inPart(change, 'these campaigns were paused or resumed, or wait for it', names),
      ],
    };
  }
  return { ok: true, value: stands.includes('waiting') ? { waitingOn: approver } : {} };
}

/** A campaign that is gone runs no more, and cannot be resumed. */
function standOf({ verb }: GatedCampaign, seen: CampaignSeen | undefined): Stand {
  if (seen === undefined) return 'as wished';
  if (isRunning(seen) === (verb === 'resume')) return 'as wished';
  return waitsFor(verb, seen.pending) ? 'waiting' : 'open';
}

function withoutEffect(change: Change, stands: readonly Stand[], campaigns: readonly GatedCampaign[]): Problem {
  const names = campaigns.filter((_, index) => stands[index] === 'open').map(({ id, name }) => `${name} (${id})`);
  return {
    code: 'apply/without-effect',
    layer: change.layer,
    message: `Layers took in what was asked of ${names.join(', ')}, and neither does it show nor wait in the queue.`,
    remedy: 'Look at the campaign list in Layers, set the state there, and run reconcile plan again.',
  };
}
