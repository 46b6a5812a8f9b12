import { nearest } from '../model/index.ts';
import { type Finding, type MapNode, type Path, pathText, spanAt, valueAt } from '../yaml/index.ts';

/** Rules across the fields of a merged document, without the members removed by null. */
export function wholeFindings(map: MapNode): readonly Finding[] {
  return [...needs(map), ...emptyPin(map), ...SPARK.flatMap((once) => sparkTwice(map, once))];
}

/** A field that depends on a different one. */
type Need = {
  readonly field: Path;
  readonly when: Path;
  readonly is: string | boolean;
  readonly because: string;
  readonly remedy: string;
};

/**
 * Source: the relay forwards events only with a pixel and a token that can be read, developers.layers.com
 * docs/paid-media/pixel-capi (documented); that agency mode needs the customer's Business Center is inferred from
 * docs/paid-media/tiktok-setup, "Agency mode", where the partnership is between two Business Centers.
 */
const NEEDS: readonly Need[] = [
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
    because: 'capEnforcement: tiktok needs "monthlyCostCap": without a cap there is nothing to hold',
    remedy: 'Add monthlyCostCap, or write capEnforcement: none.',
  },
];

function needs(map: MapNode): readonly Finding[] {
  return NEEDS.flatMap(({ field, when, is, because, remedy }): readonly Finding[] => {
    const cause = valueAt(map, when);
    if (cause?.kind !== 'scalar' || cause.value !== is || valueAt(map, field) !== undefined) return [];
    if (isMisspelt(map, field)) return [];
    return [{ code: 'document/missing-field', message: `${because}.`, at: cause.span, remedy }];
  });
}

/** A key whose values must be unique in `spark`. */
type Once = { readonly key: string; readonly what: string; readonly remedy: string };

/**
 * Source: a code authorises one TikTok post, TikTok API v1.3 /tt_video/authorize/ (second-hand documentation). A
 * duplicate would be sent twice.
 */
const SPARK: readonly Once[] = [
  { key: 'post', what: 'post', remedy: 'Keep one entry for each post.' },
  { key: 'code', what: 'code', remedy: 'A code authorises one post: give each its own.' },
];

function sparkTwice(map: MapNode, { key, what, remedy }: Once): readonly Finding[] {
  const list = valueAt(map, ['spark']);
  if (list?.kind !== 'list') return [];
  const met = new Set<unknown>();
  return list.items.flatMap((_, index): readonly Finding[] => {
    const entry = valueAt(map, ['spark', index, key]);
    if (entry?.kind !== 'scalar' || typeof entry.value !== 'string') return [];
    if (!met.has(entry.value)) {
      met.add(entry.value);
      return [];
    }
    const message = `"spark" has this ${what} twice.`;
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
      message: `"${pathText(path)}" pins nothing.`,
      at: spanAt(map, path),
      remedy: 'Name name, currency or timezone under pin.advertiser, or remove the pin.',
    },
  ];
}
