import { nearest } from '../model/index.ts';
import { type Finding, type MapNode, type Path, pathText, spanAt, valueAt } from '../yaml/index.ts';

/** Findings across the fields of a merged document, without the members removed by null. */
export function crossFieldFindings(map: MapNode): readonly Finding[] {
  return [...missingFields(map), ...emptyPin(map), ...SPARK_KEYS.flatMap((unique) => sparkDuplicates(map, unique))];
}

/** A field that is required if another one has a value. */
export type Requirement = {
  readonly field: readonly string[];
  readonly when: readonly string[];
  readonly is: string | boolean;
  readonly because: string;
  readonly remedy: string;
};

/**
 * Source: the relay forwards events only with a pixel and a token that can be read, developers.layers.com
 * docs/paid-media/pixel-capi (documented); that agency mode needs the customer's Business Center is inferred from
 * docs/paid-media/tiktok-setup, "Agency mode", where the partnership is between two Business Centers.
 */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    field: ['tiktokBusinessId'],
    when: ['mode'],
    is: 'agency',
    because: 'mode: agency needs "tiktokBusinessId": the Business Center that shares its assets with Layers',
    remedy: 'Add tiktokBusinessId: "<digits>", in quotes.',
  },
  {
    field: ['capi', 'pixel_id'],
    when: ['capi', 'enabled'],
    is: true,
    because: 'capi.enabled: true needs "capi.pixel_id": without a pixel every event is dropped',
    remedy: 'Add pixel_id: the pixel’s code from Events Manager.',
  },
  {
    field: ['capi', 'access_token_vault_id'],
    when: ['capi', 'enabled'],
    is: true,
    because: 'capi.enabled: true needs "capi.access_token_vault_id": without a token every event is dropped',
    remedy: 'Paste the Events API token into the layer at Layers and add the id of its vault entry.',
  },
  {
    field: ['monthlyCostCap'],
    when: ['capEnforcement'],
    is: 'tiktok',
    because: 'capEnforcement: tiktok needs "monthlyCostCap": without a cap there is nothing to enforce',
    remedy: 'Add monthlyCostCap, or write capEnforcement: none.',
  },
];

function missingFields(map: MapNode): readonly Finding[] {
  return REQUIREMENTS.flatMap(({ field, when, is, because, remedy }): readonly Finding[] => {
    const cause = valueAt(map, when);
    if (cause?.kind !== 'scalar' || cause.value !== is || valueAt(map, field) !== undefined) return [];
    if (isMisspelt(map, field)) return [];
    return [{ code: 'document/missing-field', message: `${because}.`, at: cause.span, remedy }];
  });
}

/** A key whose values must be unique in `spark`. */
type UniqueKey = { readonly key: 'post' | 'code'; readonly remedy: string };

/**
 * Source: a code authorises one TikTok post, TikTok API v1.3 /tt_video/authorize/ (second-hand documentation). A
 * duplicate would be sent twice.
 */
const SPARK_KEYS: readonly UniqueKey[] = [
  { key: 'post', remedy: 'Keep one entry per post.' },
  { key: 'code', remedy: 'A code authorises one post. Use a different code for each post.' },
];

function sparkDuplicates(map: MapNode, { key, remedy }: UniqueKey): readonly Finding[] {
  const list = valueAt(map, ['spark']);
  if (list?.kind !== 'list') return [];
  const seen = new Set<string>();
  return list.items.flatMap((_, index): readonly Finding[] => {
    const entry = valueAt(map, ['spark', index, key]);
    if (entry?.kind !== 'scalar' || typeof entry.value !== 'string') return [];
    if (!seen.has(entry.value)) {
      seen.add(entry.value);
      return [];
    }
    const message = `"spark" has this ${key} twice.`;
    return [{ code: 'document/invalid-value', message, at: entry.span, remedy }];
  });
}

/** A misspelling of this key is already reported as an unknown field. */
function isMisspelt(map: MapNode, field: Path): boolean {
  const parent = valueAt(map, field.slice(0, -1));
  const key = String(field.at(-1));
  return parent?.kind === 'map' && [...parent.members.keys()].some((other) => nearest(other, [key]) === key);
}

/** A pin without facts gives no protection, but appears to. */
function emptyPin(map: MapNode): readonly Finding[] {
  const pin = valueAt(map, ['pin']);
  const advertiser = valueAt(map, ['pin', 'advertiser']);
  if (pin?.kind !== 'map' || (advertiser?.kind === 'map' && advertiser.members.size > 0)) return [];
  if (advertiser !== undefined && advertiser.kind !== 'map') return [];
  const path = advertiser === undefined ? ['pin'] : ['pin', 'advertiser'];
  return [
    {
      code: 'document/invalid-value',
      message: `"${pathText(path)}" contains no facts.`,
      at: spanAt(map, path),
      remedy: 'Add name, currency or timezone under pin.advertiser, or remove the pin.',
    },
  ];
}
