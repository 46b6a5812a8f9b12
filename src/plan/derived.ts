import {
  type DesiredLayer,
  type FieldPath,
  type Fields,
  type LiveCampaign,
  type LiveLayer,
  majorText,
  type Settings,
  textsIn,
  type Value,
  waitsFor,
} from '../model/index.ts';
import { currencyOf } from './pair.ts';
import { desiredCap } from './wire.ts';

/**
 * The least that Layers needs: the Business Center shows it as "Standard access" (that this is `OPERATOR`: inferred).
 */
const ROLE = 'OPERATOR';

/**
 * Desired values at TikTok and of campaigns that follow from a document: in agency mode a partnership and a shared ad
 * account, a linked pixel, a budget that enforces the cap, authorised posts, and stopped campaigns while the layer is
 * paused.
 *
 * Of the paused campaigns, it contains only those that reconcile asked Layers to pause: others do not run again.
 */
export function derivedFields(desired: DesiredLayer, live: LiveLayer, settings: Settings): Fields {
  const wants: Partial<Record<FieldPath, Value | undefined>> = {
    partnership: partnership(desired, settings),
    pixelLink: pixelLink(desired),
    accountBudget: accountBudget(desired, live, settings),
    'spark.authorised': posts(desired),
    'campaigns.running': running(desired, live),
  };
  return Object.fromEntries(Object.entries(wants).filter(([, value]) => value !== undefined));
}

function partnership({ fields }: DesiredLayer, { layersBusinessId: partner }: Settings): Value | undefined {
  const stated = typeof fields.tiktokBusinessId === 'string' && typeof fields.adAccountId === 'string';
  return fields.mode === 'agency' && stated && partner !== undefined ? { partner, role: ROLE } : undefined;
}

function posts({ fields }: DesiredLayer): Value | undefined {
  if (!Array.isArray(fields.spark) || fields.spark.length === 0) return undefined;
  // Entries of a valid document.
  return (fields.spark as readonly { readonly post: string }[]).map(({ post }) => post).sort();
}

/** Only a Business Center can link, so it must be stated. */
function pixelLink({ fields }: DesiredLayer): Value | undefined {
  const stated = typeof fields.tiktokBusinessId === 'string' && typeof fields.adAccountId === 'string';
  return stated && typeof fields['capi.pixel_id'] === 'string' ? fields['capi.pixel_id'] : undefined;
}

/** Removed only if it is visible as reconcile sets it: another kind of budget has a different owner. */
function accountBudget(desired: DesiredLayer, live: LiveLayer, settings: Settings): Value | undefined {
  const { capEnforcement } = desired.fields;
  if (capEnforcement === 'none') return isEnforced(live) ? { mode: 'UNLIMITED' } : undefined;
  if (capEnforcement !== 'tiktok') return undefined;
  const cap = desiredCap(desired, settings.costCapUnit, currencyOf({ desired, live }));
  return cap === undefined ? undefined : { mode: 'MONTHLY_BUDGET', amount: majorText(cap) };
}

function isEnforced({ fields: { accountBudget: budget, capEnforcement } }: LiveLayer): boolean {
  return budget?.provenance === 'api' && capEnforcement?.provenance === 'api' && capEnforcement.value === 'tiktok';
}

function running(desired: DesiredLayer, live: LiveLayer): Value | undefined {
  const { state } = desired.fields;
  const seen = live.fields['campaigns.running'];
  if (state === 'paused') return [];
  if (state !== 'active' || seen?.provenance !== 'api' || !Array.isArray(seen.value)) return undefined;
  const [paused, resumed] = [idsIn(live, 'campaigns.paused'), idsIn(live, 'campaigns.resumed')];
  // A resume that no longer waits was decided by a person, so it is not sent again.
  const isOurs = ({ id, pending }: LiveCampaign): boolean =>
    paused.has(id) || (resumed.has(id) && waitsFor('resume', pending));
  const back = (live.campaigns ?? [])
    .filter((campaign) => campaign.status === 'paused' && isOurs(campaign))
    .map(({ id }) => id);
  return back.length === 0 ? undefined : [...(seen.value as readonly string[]), ...back].sort();
}

function idsIn({ fields }: LiveLayer, path: 'campaigns.paused' | 'campaigns.resumed'): ReadonlySet<string> {
  const ids = fields[path];
  return new Set(textsIn(ids === undefined || ids.provenance === 'unknown' ? undefined : ids.value));
}
