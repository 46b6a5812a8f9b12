import * as z from 'zod/mini';
import { AMOUNT, parts } from '../yaml/index.ts';

/*
 * The schema of reconcile.yaml, from which schemas/settings.schema.json is generated. `error` of each part is the end
 * of the sentence "Write …". Nothing may be null: an empty limit must not be read as no limit.
 */

const { text, oneOf, map, list, filled, flag, withMeta, mustBe } = parts;

function number(description: string, max: number) {
  const wants = `a number from 0 to ${max}`;
  return withMeta(z.number({ error: wants }).check(z.gte(0, { error: wants }), z.lte(max, { error: wants })), {
    description,
    errorMessage: mustBe(wants),
  });
}

const day = (description: string, example: string) =>
  text(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day, such as 2026-11-27', description, example);

const VARIABLE_WANTS = 'the name of an environment variable: uppercase letters, digits and _';
export const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;

const GLOB_WANTS = 'a glob relative to this file, such as layers/**/*.yaml';

const glob = (description: string, example: string) => text(/^[^/\\][^\\]*$/, GLOB_WANTS, description, example);

const AMOUNT_WANTS = 'an amount with its currency, or a list of them: 50000 USD';
const amountText = withMeta(z.string({ error: AMOUNT_WANTS }).check(z.regex(AMOUNT, { error: AMOUNT_WANTS })), {
  description: 'An amount with its currency.',
  patternErrorMessage: mustBe(AMOUNT_WANTS),
});

/** `ruleFindings` has its messages. */
const amount = withMeta(z.union([amountText, filled(amountText, AMOUNT_WANTS)], { error: AMOUNT_WANTS }), {
  description:
    'Major units and a currency, at most one amount per currency. If it is set, a cap in any other currency is refused.',
  errorMessage: mustBe(AMOUNT_WANTS),
  patternErrorMessage: mustBe(AMOUNT_WANTS),
  examples: ['50000 USD'],
});

const policies = map(
  {
    'cap-max': z.optional(map({ amount }, 'The highest monthly cost cap of a layer. Default: none.')),
    'cap-total': z.optional(map({ amount }, 'The highest sum of all monthly cost caps in a currency. Default: none.')),
    'cap-increase': z.optional(
      map(
        { percent: number('The highest increase in percent.', 10_000) },
        'The highest increase of a cap in one plan. Default: 25 percent.',
      ),
    ),
    share: z.optional(
      map(
        {
          percent: number('The highest share of layers in percent.', 100),
          above: number('The policy applies only to plans of more layers than this.', 1_000_000),
        },
        'The highest share of layers that one plan may change. Default: 30 percent of more than 5 layers.',
      ),
    ),
    freeze: z.optional(
      list(
        map(
          {
            from: day('The first frozen day.', '2026-11-27'),
            to: day('The last frozen day.', '2026-12-01'),
            reason: z.optional(
              text(/^\S.{0,99}$/, 'at most 100 characters on one line', 'Shown with the refusal.', 'Black Friday'),
            ),
          },
          'Whole days in the time zone of each ad account, both inclusive.',
          'Frozen days',
        ),
        'a list of windows: [{ from: 2026-11-27, to: 2026-12-01 }]',
        'Days on which a plan may only lower caps and pause layers. Default: none.',
      ),
    ),
  },
  'Rules that can refuse a plan.',
);

const checks = map(
  {
    'balance-min': z.optional(
      map(
        { amount },
        'Reports less money than this in the ad account at TikTok, or in the wallet at Layers in agency mode. Without it, an amount of zero.',
      ),
    ),
  },
  'Limits of checks. They never refuse a plan.',
);

const originText = (api: string, example: string) =>
  z.optional(
    text(
      /^https?:\/\/[^/?#@\s]+\/?$/,
      'scheme and host, without path, user or query',
      `The origin of ${api}. Credentials are sent only to its own hosts, to this machine, or to hosts in RECONCILE_ALLOW_ORIGINS.`,
      example,
    ),
  );

/** Only placeholders and plain segments: excludes `..`, `//`, queries and hosts. */
const ENDPOINT_PATH =
  /^(?=.*\{projectId\})(?=.*\{layerId\})(?!.*\.\.)(?!.*\/\.(\/|$))(\/([A-Za-z0-9._~-]|\{projectId\}|\{layerId\})+)+$/;

const transport = map(
  {
    kind: oneOf(
      {
        documented: 'The documented API: some fields are written by API, the others manually.',
        endpoint: 'A config endpoint of the organization.',
      },
      'How the config of a layer is read and written.',
    ),
    path: z.optional(
      text(
        ENDPOINT_PATH,
        'a path on the Layers origin that starts with / and contains {projectId} and {layerId}',
        'The path of the config endpoint. Only with kind: endpoint.',
        '/v1/projects/{projectId}/layers/{layerId}/config',
      ),
    ),
    update: z.optional(
      oneOf(
        { merge: 'PATCH with the changed members.', replace: 'PUT with the whole config.' },
        'How a write is sent. Only with kind: endpoint.',
      ),
    ),
  },
  'How the config of a layer is read and written. Default: documented.',
);

export const settingsShape = z.strictObject(
  {
    $schema: z.optional(
      withMeta(z.string({ error: 'a URL or a file path' }), {
        description: 'The JSON Schema for editors. Ignored by reconcile.',
      }),
    ),
    layers: z.optional(
      glob('The files that are layer documents. Default: layers/**/*.{yaml,yml,json}.', 'layers/**/*.yaml'),
    ),
    costCapUnit: z.optional(
      oneOf(
        { major: 'Whole units: 30000 is 30,000.00 USD.', minor: 'The smallest unit: 30000 is 300.00 USD.' },
        'The unit of a bare monthlyCostCap, which Layers does not document. Until it is set, no cap is changed.',
      ),
    ),
    layersBusinessId: z.optional(
      text(
        /^[0-9]{5,25}$/,
        'the digits of a TikTok Business Center id, in quotes',
        'The Business Center of Layers, shown in its setup wizard. Use quotes: YAML rounds long numbers.',
        '7999999999999999999',
      ),
    ),
    oauthReturnUrl: z.optional(
      text(
        /^https:\/\/[^\s@]+$/,
        'an https URL',
        'The page that opens after TikTok was connected. It must be on the list of the API key.',
        'https://example.com/connected',
      ),
    ),
    credentials: z.optional(
      withMeta(
        z.array(
          map(
            {
              match: glob('The layer documents to which the rule applies.', 'layers/acme/**'),
              layers: text(
                VARIABLE,
                VARIABLE_WANTS,
                'The variable with the Layers API key. Never the key itself.',
                'ACME_LAYERS_API_KEY',
              ),
              tiktok: text(
                VARIABLE,
                VARIABLE_WANTS,
                'The variable with the TikTok token. Never the token itself.',
                'ACME_TIKTOK_ACCESS_TOKEN',
              ),
            },
            'The credentials of some layer documents.',
            'Credentials',
          ),
          { error: 'a list of rules' },
        ),
        {
          description:
            'The environment variables with the credentials. The first rule that matches a document applies. Default: LAYERS_API_KEY and TIKTOK_ACCESS_TOKEN.',
        },
      ),
    ),
    origins: z.optional(
      map(
        {
          layers: originText('Layers', 'https://api.layers.com'),
          tiktok: originText('TikTok', 'https://business-api.tiktok.com'),
        },
        'The origins of the APIs. LAYERS_API_URL and TIKTOK_API_URL take precedence.',
      ),
    ),
    transport: z.optional(transport),
    policies: z.optional(policies),
    checks: z.optional(checks),
    tiktok: z.optional(
      map(
        {
          appLevel: z.optional(
            oneOf(
              {
                basic: '10 requests a second. The level of a new app.',
                advanced: '20 requests a second.',
                premium: '30 requests a second.',
                ultimate: '50 requests a second.',
              },
              'The level of your developer app, shown at TikTok in My Apps. All its tokens share its rate limits. Default: basic.',
            ),
          ),
        },
        'Your TikTok developer app.',
      ),
    ),
    github: z.optional(
      map(
        {
          publicMoney: z.optional(
            flag('Show money and account ids in comments on public repositories. Default: false.'),
          ),
        },
        'Output on GitHub.',
      ),
    ),
  },
  { error: 'a map' },
);

export type SettingsShape = z.infer<typeof settingsShape>;
