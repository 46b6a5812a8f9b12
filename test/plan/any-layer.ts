import fc from 'fast-check';
import {
  type DesiredLayer,
  type Fields,
  type LiveLayer,
  type LiveValue,
  type FieldValues,
  DOCUMENT_PATHS,
  type DocumentPath,
} from '../../src/model/index.ts';
import { aDesired, aLive } from '../support/layers.ts';

const word = fc.constantFrom('alpha', 'beta', 'gamma');
const event = fc.constantFrom('Purchase', 'Lead', 'Search', 'BossDefeated');

/** A value that a document may write, for each field. */
export const VALUES: { readonly [P in DocumentPath]: fc.Arbitrary<FieldValues[P]> } = {
  mode: fc.constantFrom('byo', 'agency'),
  tiktokBusinessId: fc.constantFrom('7012345678901234567', '7111'),
  adAccountId: fc.constantFrom('7098765432109876543', '7222'),
  'capi.pixel_id': word,
  'capi.access_token_vault_id': word,
  'capi.enabled': fc.boolean(),
  objectives: fc.uniqueArray(fc.constantFrom('app_installs', 'video_view', 'reach'), { minLength: 1 }),
  monthlyCostCap: fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('30000.50 USD', '7 USD')),
  'capi.event_map': fc.dictionary(word, event),
  capEnforcement: fc.constantFrom('none', 'tiktok'),
  spark: fc.uniqueArray(word).map((posts) => posts.map((post) => ({ post }))),
  'sharing.identities': fc.uniqueArray(word),
  state: fc.constantFrom('active', 'paused'),
};

/** Any fields, written or live. */
const anyFields: fc.Arbitrary<Fields> = fc.record(VALUES, { requiredKeys: [] });

/** Live values need not be valid in a document. */
export const anyLive: fc.Arbitrary<LiveLayer> = fc
  .record({
    fields: fc.record({ ...VALUES, monthlyCostCap: fc.integer({ min: 0, max: 99_999 }) }, { requiredKeys: [] }),
    absent: fc.subarray([...DOCUMENT_PATHS]),
    recorded: fc.subarray([...DOCUMENT_PATHS]),
    writable: fc.subarray([...DOCUMENT_PATHS]),
    installed: fc.constantFrom('yes' as const, 'no' as const),
    killSwitch: fc.boolean(),
  })
  .map(({ fields, absent, recorded, ...rest }) => {
    const seen = Object.entries({ ...fields, ...Object.fromEntries(absent.map((path) => [path, undefined])) });
    const only = seen.map(([path, value]): [string, LiveValue] => [
      path,
      { provenance: recorded.includes(path as DocumentPath) ? 'recorded' : 'api', value },
    ]);
    return aLive({ only: Object.fromEntries(only), ...rest });
  });

export const anyDesired: fc.Arbitrary<DesiredLayer> = anyFields.map((fields) => aDesired({ only: fields }));
