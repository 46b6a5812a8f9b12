import { z } from 'zod';
import { AMOUNT, parts } from '../yaml/index.ts';

/*
 * The schema of reconcile.yaml, from which schemas/settings.schema.json is generated. `error` of each part is the end
 * of the sentence "it must be …". Nothing may be null: an empty limit must not be read as no limit.
 */

const { text, oneOf, map, flag } = parts;

function number(description: string, most: number) {
  const wants = `a number from 0 to ${most}`;
  return z.number({ error: wants }).min(0, { error: wants }).max(most, { error: wants }).describe(description);
}

const VARIABLE_WANTS = 'the name of an environment variable: capital letters, digits and _';
export const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;

const GLOB_WANTS = 'a glob relative to this file, such as layers/**/*.yaml';

const glob = (description: string, example: string) => text(/^[^/\\][^\\]*$/, GLOB_WANTS, description, example);

const AMOUNT_WANTS = 'an amount with its currency, or a list of them: 50000 USD';
const amountText = z
  .string({ error: AMOUNT_WANTS })
  .regex(AMOUNT, { error: AMOUNT_WANTS })
  .meta({ description: 'An amount with its currency.', patternErrorMessage: `It must be ${AMOUNT_WANTS}.` });

/** `rules.ts` has its messages. */
const amount = z
  .union([amountText, z.array(amountText, { error: AMOUNT_WANTS }).min(1, { error: AMOUNT_WANTS })], {
    error: AMOUNT_WANTS,
  })
  .meta({
    description:
      'Major units and a currency, at most one amount for each currency. Where it is set, a cap in a currency that is not named is refused.',
    patternErrorMessage: `It must be ${AMOUNT_WANTS}.`,
    examples: ['50000 USD'],
  });

const policies = map(
  {
    'cap-max': map({ amount }, 'The highest monthly cost cap that one layer may have.').optional(),
    'cap-total': map({ amount }, 'The highest sum of all monthly cost caps of a currency.').optional(),
    'cap-increase': map(
      { percent: number('Percent by which a cap may rise at once.', 10_000) },
      'How much a cap may rise at once. 25 percent unless stated.',
    ).optional(),
    share: map(
      {
        percent: number('Percent of the layers that one plan may change.', 100),
        above: number('Only where the plan looks at more layers than this.', 1_000_000),
      },
      'How many layers one plan may change. 30 percent of more than 5 unless stated.',
    ).optional(),
  },
  'What the repository forbids.',
);

const originText = (api: string, example: string) =>
  text(
    /^https?:\/\/[^/?#@\s]+\/?$/,
    'scheme and host, without path, user or query',
    `Where ${api} is. Credentials go to its own hosts, to this machine, or to hosts in RECONCILE_ALLOW_ORIGINS.`,
    example,
  ).optional();

/** Only placeholders and plain segments: excludes `..`, `//`, queries and hosts. */
const ENDPOINT_PATH =
  /^(?=.*\{projectId\})(?=.*\{layerId\})(?!.*\.\.)(?!.*\/\.(\/|$))(\/([A-Za-z0-9._~-]|\{projectId\}|\{layerId\})+)+$/;

const transport = map(
  {
    kind: oneOf(
      {
        documented: 'By what Layers documents: some fields are written by API, others by a person.',
        endpoint: 'By a config endpoint of your organization.',
      },
      'How a layer’s config is reached.',
    ),
    path: text(
      ENDPOINT_PATH,
      'a path on the Layers origin that begins with / and holds {projectId} and {layerId}',
      'With kind: endpoint: the path of the config endpoint.',
      '/v1/projects/{projectId}/layers/{layerId}/config',
    ).optional(),
    update: oneOf(
      { merge: 'PATCH with the changed members.', replace: 'PUT with the whole config.' },
      'With kind: endpoint: how a write is sent.',
    ).optional(),
  },
  'How a layer’s config is reached. Unless stated: documented.',
);

export const settingsShape = z.strictObject(
  {
    $schema: z
      .string({ error: 'an address' })
      .describe('The JSON Schema for editors. reconcile ignores it.')
      .optional(),
    layers: glob(
      'Which files are layer documents. Unless stated: layers/**/*.{yaml,yml,json}.',
      'layers/**/*.yaml',
    ).optional(),
    costCapUnit: oneOf(
      { major: 'Whole units: 30000 is 30,000.00 USD.', minor: 'The smallest unit: 30000 is 300.00 USD.' },
      'What a bare monthlyCostCap counts. Layers does not say; while this is not stated, no cap is changed.',
    ).optional(),
    layersBusinessId: text(
      /^[0-9]{5,25}$/,
      'the digits of a TikTok Business Center, in quotes',
      'The Business Center of Layers, as its setup wizard shows it. In quotes: YAML would round so long a number.',
      '7999999999999999999',
    ).optional(),
    oauthReturnUrl: text(
      /^https:\/\/[^\s@]+$/,
      'an https address',
      'Where a person lands after connecting TikTok. It must be on the API key’s list.',
      'https://example.com/connected',
    ).optional(),
    credentials: z
      .array(
        map(
          {
            match: glob('Which layer documents the rule is for.', 'clients/acme/**'),
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
          'One rule.',
        ),
        { error: 'a list of rules' },
      )
      .describe('Which environment variables hold the credentials. The first rule that matches a document counts.')
      .optional(),
    origins: map(
      {
        layers: originText('Layers', 'https://api.layers.com'),
        tiktok: originText('TikTok', 'https://business-api.tiktok.com'),
      },
      'Where the APIs are. LAYERS_API_URL and TIKTOK_API_URL win.',
    ).optional(),
    transport: transport.optional(),
    policies: policies.optional(),
    github: map(
      {
        publicMoney: flag('Show money and account ids in comments on public repositories.').optional(),
      },
      'What is shown on GitHub.',
    ).optional(),
  },
  { error: 'a map' },
);

export type SettingsShape = z.infer<typeof settingsShape>;
