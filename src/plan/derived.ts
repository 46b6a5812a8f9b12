import {
  type DesiredLayer,
  type Fields,
  type LiveCampaign,
  type LiveLayer,
  majorText,
  type Settings,
  type Value,
  waitsFor,
} from '../model/index.ts';
import { currencyOf } from './account.ts';
import { desiredCap } from './wire.ts';

/**
 * The least that Layers needs: the Business Center shows it as "Standard access" (that this is `OPERATOR`: inferred).
 */
const ROLE = 'OPERATOR';

/**
 * Desired values at TikTok and of campaigns that follow from a document: partnership, shared ad account and shared pixel
 * in agency mode, linked pixel, enforcing budget, authorised posts, and stopped campaigns of a paused layer.
 *
 * Of the paused campaigns, only those that reconcile asked Layers to pause: others do not run again.
 */
export function withDerived(written: Fields, desired: DesiredLayer, live: LiveLayer, settings: Settings): Fields {
  // Not a spread: V8 gives each object that is made by one and then grows a shape of its own, and all reads are slow.
  const fields: { [path: string]: Value } = Object.assign({}, written);
  for (const path of DERIVED_PATHS) {
    const value = DERIVATIONS[path](desired, live, settings);
    if (value !== undefined) fields[path] = value;
  }
  return fields;
}

type DerivedPath =
  | 'partnership'
  | 'pixelLink'
  | 'pixelShare'
  | 'accountBudget'
  | 'spark.authorised'
  | 'campaigns.running';

const DERIVATIONS: {
  readonly [P in DerivedPath]: (desired: DesiredLayer, live: LiveLayer, settings: Settings) => Fields[P] | undefined;
} = {
  partnership,
  pixelLink,
  pixelShare,
  accountBudget,
  'spark.authorised': posts,
  'campaigns.running': running,
};

// The table has exactly these keys.
const DERIVED_PATHS = Object.keys(DERIVATIONS) as readonly DerivedPath[];

function partnership(
  { fields }: DesiredLayer,
  _live: LiveLayer,
  { layersBusinessId: partner }: Settings,
): Fields['partnership'] {
  const stated = fields.tiktokBusinessId !== undefined && fields.adAccountId !== undefined;
  return fields.mode === 'agency' && stated && partner !== undefined ? { partner, role: ROLE } : undefined;
}

/** Layers' Business Center needs the pixel (Manage). No API sets or shows the level. */
function pixelShare(desired: DesiredLayer, live: LiveLayer, settings: Settings): Fields['pixelShare'] {
  return partnership(desired, live, settings) === undefined ? undefined : desired.fields['capi.pixel_id'];
}

/** Without codes in an undocumented status: whether they are authorised is not judged. */
function posts({ fields: { spark = [] } }: DesiredLayer, { sparkPosts = [] }: LiveLayer): Fields['spark.authorised'] {
  if (spark.length === 0) return undefined;
  const undecided = new Set(sparkPosts.flatMap(({ post, state }) => (state === 'undocumented' ? [post] : [])));
  return spark.flatMap(({ post }) => (undecided.has(post) ? [] : [post])).sort();
}

/** Only a Business Center can link, so it must be stated. */
function pixelLink({ fields }: DesiredLayer): Fields['pixelLink'] {
  const stated = fields.tiktokBusinessId !== undefined && fields.adAccountId !== undefined;
  return stated ? fields['capi.pixel_id'] : undefined;
}

/** Removed only if it is visible as reconcile sets it: others have a different owner. */
function accountBudget(desired: DesiredLayer, live: LiveLayer, settings: Settings): Fields['accountBudget'] {
  const { capEnforcement } = desired.fields;
  if (capEnforcement === 'none') return isEnforced(live) ? { mode: 'UNLIMITED' } : undefined;
  if (capEnforcement !== 'tiktok') return undefined;
  const cap = desiredCap(desired, settings.costCapUnit, currencyOf({ desired, live }));
  return cap === undefined ? undefined : { mode: 'MONTHLY_BUDGET', amount: majorText(cap) };
}

function isEnforced({ fields: { accountBudget: budget, capEnforcement } }: LiveLayer): boolean {
  return budget?.provenance === 'api' && capEnforcement?.provenance === 'api' && capEnforcement.value === 'tiktok';
}

function running(desired: DesiredLayer, live: LiveLayer): Fields['campaigns.running'] {
  const { state } = desired.fields;
  const seen = live.fields['campaigns.running'];
  if (state === 'paused') return [];
  if (state !== 'active' || seen?.provenance !== 'api' || seen.value === undefined) return undefined;
  const [paused, resumed] = [idsIn(live, 'campaigns.paused'), idsIn(live, 'campaigns.resumed')];
  // A resume that no longer waits was decided by a person, so it is not sent again.
  const isOurs = ({ id, pending }: LiveCampaign): boolean =>
    paused.has(id) || (resumed.has(id) && waitsFor('resume', pending));
  const back = (live.campaigns ?? [])
    .filter((campaign) => campaign.status === 'paused' && isOurs(campaign))
    .map(({ id }) => id);
  return back.length === 0 ? undefined : [...seen.value, ...back].sort();
}

function idsIn({ fields }: LiveLayer, path: 'campaigns.paused' | 'campaigns.resumed'): ReadonlySet<string> {
  const ids = fields[path];
  return new Set(ids === undefined || ids.provenance === 'unknown' ? [] : ids.value);
}
