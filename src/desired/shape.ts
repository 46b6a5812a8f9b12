import * as z from 'zod/mini';
import { EVENT_NAME, LAYER_NAME, PROJECT_ID, TIKTOK_ADS_TEMPLATE } from '../model/index.ts';
import { AMOUNT, parts } from '../yaml/index.ts';
import { pin, sharing, spark } from './extras-shape.ts';

/*
 * The schema of layer documents, from which schemas/ is generated. `error` of each part is the end of the sentence
 * "Write …". `null` removes an inherited value, so every field that can be inherited may be null.
 *
 * Source of the config's names and nesting: developers.layers.com docs/paid-media/tiktok-setup, "Layer config"
 * (documented); `event_map`: docs/sdk/standard-events (documented). No page states the allowed values: the formats
 * below are inferred from samples, and accept every known sample.
 */

const { text, oneOf, map, filled, flag, inheritable, withMeta, mustBe } = parts;

const KEPT = 'If it is absent, the live value stays.';

// oxlint-disable-next-line no-control-regex -- JSON Schema has no other way to keep them out
const EVENT_MAP_WANTS = 'a map of SDK events to TikTok events';
const EVENT_WANTS = 'an event name of 1 to 100 characters';

const template = oneOf(
  {
    'tiktok-ads': 'The TikTok Ads Manager layer.',
    [TIKTOK_ADS_TEMPLATE]: 'The same template, by its id.',
  },
  'The Layers template of the layer.',
);

const mode = oneOf(
  {
    byo: 'The customer’s own TikTok account, connected through OAuth. The customer pays TikTok.',
    agency: 'Layers works in the customer’s account as a partner and pays from the organization’s wallet.',
  },
  'The credentials that are used, and who pays TikTok.',
);

const adAccountId = text(
  /^[0-9]{5,25}$/,
  'the digits of a TikTok ad account id, in quotes',
  'The TikTok ad account (advertiser id) of the layer. Use quotes: YAML rounds long numbers.',
  '7098765432109876543',
);

const capi = map(
  {
    enabled: inheritable(
      flag(`Whether the relay sends events to TikTok. true needs pixel_id and access_token_vault_id. ${KEPT}`),
    ),
    pixel_id: inheritable(
      text(
        /^([A-Z0-9]{10,30}|[0-9]{5,25})$/,
        'a pixel code of uppercase letters and digits, in quotes if it has only digits',
        `The code of the TikTok pixel in Events Manager. ${KEPT}`,
        'C4A9P2Q7R5S8T1U6V2W0',
      ),
    ),
    access_token_vault_id: inheritable(
      text(
        /^[A-Za-z0-9_-]{1,200}$/,
        'the id of a vault entry: letters, digits, _ and -',
        `The vault entry at Layers with the Events API token. Never the token itself. ${KEPT}`,
        'vault_xyz',
      ),
    ),
    event_map: inheritable(
      withMeta(
        z.record(
          text(EVENT_NAME, EVENT_WANTS, 'The name of an SDK event.').check(
            z.refine((name) => name !== '<<', { error: 'each event: merge keys are not part of YAML 1.2' }),
          ),
          z.nullable(text(EVENT_NAME, EVENT_WANTS, 'The TikTok event. null removes an inherited entry.')),
          { error: EVENT_MAP_WANTS },
        ),
        {
          description: `SDK events and their TikTok events, added to the default relay map. Events in neither map are dropped. Example: level_complete: CompleteRegistration. ${KEPT}`,
          errorMessage: mustBe(EVENT_MAP_WANTS),
        },
      ),
    ),
  },
  'Conversions API: how events of the app reach TikTok.',
);

const OBJECTIVE_WANTS = 'a list of different objectives';

const objectives = withMeta(
  filled(
    oneOf(
      {
        app_installs: 'Documented by Layers.',
        video_view: 'Documented by Layers.',
        conversions: 'Inferred from the outcomes of the campaign API.',
        traffic: 'Inferred from the outcomes of the campaign API.',
        engagement: 'Inferred from the outcomes of the campaign API.',
        lead_generation: 'Inferred from the outcomes of the campaign API.',
        reach: 'Inferred from a column of the dashboard.',
      },
      'An objective. app_installs and video_view are documented by Layers; the others are inferred.',
    ),
    OBJECTIVE_WANTS,
  ).check(z.refine((items) => new Set(items).size === items.length, { error: OBJECTIVE_WANTS })),
  {
    description: `The campaign objectives of the layer, in any order. app_installs and video_view are documented by Layers; the others are inferred. ${KEPT}`,
    errorMessage: mustBe(OBJECTIVE_WANTS),
    uniqueItems: true,
    examples: [['app_installs', 'video_view']],
  },
);

/** `capFindings` has its messages. */
const monthlyCostCap = withMeta(
  z.union([z.number().check(z.positive(), z.lte(999_999_999_999_999)), z.string().check(z.regex(AMOUNT))], {
    error: 'an amount',
  }),
  {
    description: `The highest cost per month. With a currency it is in major units: 30000 USD is 30,000.00 USD. A bare number is in the unit of costCapUnit in reconcile.yaml. ${KEPT}`,
    errorMessage: 'It must be a number, or an amount with its currency: 30000 USD.',
    patternErrorMessage:
      'It must be an amount above 0 with its currency, and at most the decimals of the currency: 30000.50 USD, 30000 JPY.',
    examples: [30000, '30000 USD'],
  },
);

const EXTENDS_WANTS = 'a path, or a list of paths';
const path = () => z.string({ error: EXTENDS_WANTS }).check(z.minLength(1, { error: EXTENDS_WANTS }));

const extending = withMeta(
  z.union([path(), filled(withMeta(path(), { description: 'A path relative to this file.' }), EXTENDS_WANTS)], {
    error: EXTENDS_WANTS,
  }),
  {
    description:
      'Fragments that this file inherits from, as paths relative to this file. Maps merge and lists are replaced; later fragments override earlier ones, and this file overrides all. null removes an inherited value. Default: none.',
    errorMessage: mustBe(EXTENDS_WANTS),
    examples: ['../defaults/ios.yaml'],
  },
);

/** Fields of a fragment. */
const shared = {
  $schema: inheritable(
    withMeta(z.string({ error: 'a URL or a file path' }), {
      description: 'The JSON Schema for editors. Ignored by reconcile.',
    }),
  ),
  template: z.optional(template),
  app: inheritable(
    text(
      /^[A-Za-z0-9_-]{3,64}$/,
      'the id of an SDK app',
      'The SDK app whose CAPI toggle is used. Optional if the project has exactly one app.',
      'app_8ffb9410eb0eb848264f8a65',
    ),
  ),
  extends: inheritable(extending),
  mode: inheritable(mode),
  tiktokBusinessId: inheritable(
    text(
      /^[0-9]{5,25}$/,
      'the digits of a TikTok Business Center id, in quotes',
      'The customer’s TikTok Business Center. Required in agency mode. Use quotes: YAML rounds long numbers.',
      '7012345678901234567',
    ),
  ),
  adAccountId: inheritable(adAccountId),
  capi: inheritable(capi),
  objectives: inheritable(objectives),
  monthlyCostCap: inheritable(monthlyCostCap),
  capEnforcement: inheritable(
    oneOf(
      {
        none: 'Not enforced. Layers documents no enforcement.',
        tiktok: 'Enforced by the monthly budget of the ad account at TikTok.',
      },
      `How the cap is enforced. ${KEPT}`,
    ),
  ),
  spark: inheritable(spark),
  sharing: inheritable(sharing),
  pin: inheritable(pin),
  protected: inheritable(flag('Refuse every change except a decrease or a pause. Default: false.')),
  state: inheritable(
    oneOf({ active: 'Ads may run.', paused: 'All ads are paused.' }, `Whether the ads of the layer run. ${KEPT}`),
  ),
};

const NAME_WANTS =
  'a name of at most 63 lowercase letters, digits, ".", "_" and "-" that starts with a letter or digit';

/** Fields of a document only: they identify the layer. */
const head = {
  name: text(LAYER_NAME, NAME_WANTS, 'The name of the layer, unique in the repository.', 'acme-ios'),
  project: text(
    PROJECT_ID,
    'the id of a project at Layers: a UUID, or prj_ followed by a ULID or UUID',
    'The project at Layers.',
    '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
  ),
  layer: inheritable(
    text(
      /^[A-Za-z0-9][A-Za-z0-9_-]{2,99}$/,
      'the id of a project layer at Layers: letters, digits, _ and -',
      'The project layer at Layers. Required only if the project has several TikTok layers.',
      'lyr_5b1f7c1e-6a1d-4c5e-9a53-0c2f0e5b7a11',
    ),
  ),
};

/** A fragment: everything optional, without the fields that identify a layer. */
export const fragmentShape = z.strictObject(shared, { error: 'a map' });

/** A document as written, which may inherit other fields. */
export const documentShape = z.strictObject({ ...head, ...shared }, { error: 'a map' });

/** A document merged with all it extends. */
export const layerShape = z.strictObject({ ...head, ...shared, template, mode, adAccountId }, { error: 'a map' });

export type LayerShape = z.infer<typeof layerShape>;
