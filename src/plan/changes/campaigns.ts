import { type Change, type GatedCampaign, type LiveCampaign, waitsFor } from '../../model/index.ts';
import type { Pair } from '../pair.ts';
import { changeOf, type ChangeRule, shownDifferences } from './rule.ts';

/** API requests: the campaigns and two states of the queue. */
const CALLS_TO_READ = 3;
/** API requests between two campaigns: renew the claim, and read. */
const CALLS_BETWEEN_CAMPAIGNS = 1 + CALLS_TO_READ;
/** API requests per campaign: add it to the claim, and send it. */
const CALLS_PER_CAMPAIGN = 2;
/** API requests to read the claim before its first write for a campaign. */
const CALLS_TO_CLAIM = 1;

/**
 * Pauses running campaigns through the write gate, one by one, before everything else: a pause must not wait for
 * another change, or be skipped because one failed.
 *
 * Source: developers.layers.com docs/api/concepts/ads-write-model (documented); the page of pause and resume was not
 * available (paths documented, the rest inferred).
 */
export const pauseCampaigns: ChangeRule = { kind: 'campaigns', find: (pair) => find(pair, 'pause') };

/** Resumes the campaigns that reconcile paused, once the document makes the layer active again. Last of all. */
export const resumeCampaigns: ChangeRule = { kind: 'campaigns', find: (pair) => find(pair, 'resume') };

function find(pair: Pair, verb: GatedCampaign['verb']): readonly Change[] {
  if ((pair.desired.fields.state === 'paused' ? 'pause' : 'resume') !== verb) return [];
  const [field] = shownDifferences(pair, ['campaigns.running']);
  if (field === undefined || field.before.provenance === 'unknown') return [];
  const { before, after } = { before: field.before.value ?? [], after: field.after };
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
  const writes = campaigns.filter(({ predicted }) => predicted !== 'requested').length;
  const step = { by: 'gated', approver: 'the customer', campaigns } as const;
  return [
    changeOf(
      pair,
      'campaigns',
      [field],
      step,
      writes === 0
        ? 0
        : CALLS_TO_READ +
            CALLS_TO_CLAIM +
            writes * CALLS_PER_CAMPAIGN +
            (writes - 1) * CALLS_BETWEEN_CAMPAIGNS +
            CALLS_TO_READ,
    ),
  ];
}

function predict(
  { pending, authority }: LiveCampaign,
  verb: GatedCampaign['verb'],
  killSwitch: boolean | undefined,
): GatedCampaign['predicted'] {
  if (waitsFor(verb, pending)) return 'requested';
  if (killSwitch === true || authority === 'off') return 'denied';
  if (killSwitch === undefined) return 'may be denied';
  if (authority === 'draft') return 'queued';
  return authority === 'auto' ? 'done' : 'may be denied';
}
