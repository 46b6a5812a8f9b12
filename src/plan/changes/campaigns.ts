import { type Change, type GatedCampaign, type LiveCampaign, textsIn, waitsFor } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/** Campaigns and two states of the queue. */
const LOOK = 3;
/** Between two campaigns: the claim, and a look. */
const BETWEEN = 1 + LOOK;
/** The campaign is named in the claim, then it is asked for. */
const ASK = 2;
/** The claim, before it is written for the first campaign. */
const CLAIM = 1;

/**
 * The running campaigns of a layer that is to be paused. They go through the write gate of Layers one by one, before
 * everything else: a pause must not wait for anything, nor be left out because something else failed.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model (documented); the page of pause and resume was not to
 * be had (paths documented, the rest inferred).
 */
export const pauseCampaigns: ChangeRule = { kind: 'campaigns', find: (pair) => find(pair, 'pause') };

/** The campaigns that reconcile paused, once the document says that the layer is active again. Last of all. */
export const resumeCampaigns: ChangeRule = { kind: 'campaigns', find: (pair) => find(pair, 'resume') };

function find(pair: Pair, verb: GatedCampaign['verb']): readonly Change[] {
  if ((pair.desired.fields.state === 'paused' ? 'pause' : 'resume') !== verb) return [];
  const [field] = shownDifferences(pair, ['campaigns.running']);
  if (field === undefined || field.before.provenance === 'unknown') return [];
  const [before, after] = [textsIn(field.before.value), textsIn(field.after)];
  const moved = new Set([...before, ...after].filter((id) => before.includes(id) !== after.includes(id)));
  const campaigns = (pair.live.campaigns ?? [])
    .filter(({ id }) => moved.has(id))
    .map(
      (campaign): GatedCampaign => ({
        id: campaign.id,
        name: campaign.name,
        verb,
        predicted: predict(campaign, verb, pair.live.killSwitch),
        ...(verb === 'pause' && campaign.rejected !== undefined && { rejected: campaign.rejected }),
      }),
    );
  const writes = campaigns.filter(({ predicted }) => predicted !== 'asked').length;
  const step = { by: 'gated', approver: 'the customer', campaigns } as const;
  return [
    changeOf(
      pair,
      'campaigns',
      [field],
      step,
      writes === 0 ? 0 : LOOK + CLAIM + writes * ASK + (writes - 1) * BETWEEN + LOOK,
    ),
  ];
}

/** By what the gate shows of itself. */
function predict(
  { pending, authority }: LiveCampaign,
  verb: GatedCampaign['verb'],
  killSwitch: boolean,
): GatedCampaign['predicted'] {
  if (waitsFor(verb, pending)) return 'asked';
  if (killSwitch || authority === 'off') return 'denied';
  if (authority === 'draft') return 'queued';
  return authority === 'auto' ? 'done' : 'may be denied';
}
