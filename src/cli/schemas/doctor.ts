import { z } from 'zod';
import { countsShape, headShape, moneyShape, outputSchema, problemShape } from '../../plan/index.ts';
import { advertiserId, sandbox } from './parts.ts';

const variable = z.string().describe('Name of the environment variable.');

const failures = [
  z.strictObject({
    variable,
    state: z.literal('failed').describe('The credential does not work.'),
    problem: problemShape,
  }),
  z.strictObject({
    variable,
    state: z.literal('not set').describe('The variable is not set.'),
    remedy: z.string().describe('The action that fixes it.'),
  }),
  z.strictObject({
    variable,
    state: z.literal('not tried').describe('Nothing was sent.'),
    reason: z.string().describe('Why not.'),
  }),
] as const;

const may = z.boolean().nullable();

const key = z
  .union([
    z.strictObject({
      variable,
      state: z.literal('accepted').describe('The key works.'),
      facts: z
        .strictObject({
          organization: z.string().describe('Id of the organization.'),
          organizationName: z.string().describe('Name of the organization.'),
          tier: z.string().describe('Tier of the rate limit.'),
          scopes: z.array(z.string()).optional().describe('Scopes of the key. Missing: not shown.'),
          mayWrite: z
            .strictObject({
              ledger: may.describe('Whether it may write the ledger; null: unknown.'),
              capi: may.describe('Whether it may write the CAPI toggle; null: unknown.'),
              campaigns: may.describe('Whether it may pause campaigns; null: unknown.'),
            })
            .describe('What the scopes allow.'),
        })
        .describe('The key, as Layers shows it.'),
    }),
    ...failures,
  ])
  .meta({ id: 'key', description: 'An API key of Layers.' });

const account = z
  .union([
    z.strictObject({
      state: z.literal('seen').describe('The token can read the ad account.'),
      facts: z
        .strictObject({
          advertiserId: advertiserId.describe('Id of the ad account.'),
          name: z.string().describe('Name at TikTok.'),
          status: z.string().describe('Status at TikTok.'),
          currency: z.string().describe('ISO 4217 code.'),
          timezone: z.string().describe('IANA time zone.'),
          balance: moneyShape.optional().describe('Available money. Missing: not readable.'),
          ownerBusinessId: z.string().optional().describe('Owning Business Center. Missing: not readable.'),
        })
        .describe('The ad account, as TikTok shows it.'),
    }),
    z.strictObject({
      state: z.literal('unreadable').describe('The token cannot read the ad account.'),
      reason: z.string().describe('Why not.'),
    }),
    z.strictObject({ state: z.literal('unnamed').describe('The document has no ad account.') }),
  ])
  .meta({ id: 'account', description: 'The first ad account of the layers.' });

const token = z
  .union([
    z.strictObject({
      variable,
      state: z.literal('accepted').describe('The token works.'),
      facts: z
        .strictObject({ account: account.describe('The first ad account of the layers.') })
        .describe('What it reads.'),
    }),
    ...failures,
  ])
  .meta({ id: 'token', description: 'A token of TikTok.' });

const report = z
  .strictObject({
    ...headShape('reconcile-doctor'),
    healthy: z.boolean().describe('Whether nothing needs a remedy.'),
    sandbox,
    versions: z
      .strictObject({
        reconcile: z.string().describe('Version of reconcile.'),
        node: z.string().describe('Version of Node.'),
        git: z.string().nullable().describe('Version of git; null: not installed.'),
      })
      .describe('Versions of programs.'),
    settings: z.string().nullable().describe('The settings file; null: none.'),
    apis: z
      .array(
        z.strictObject({
          api: z.enum(['Layers', 'TikTok']).describe('The API.'),
          origin: z.string().describe('Its origin.'),
          reachable: z.boolean().nullable().describe('Whether it answers; null: no request was sent.'),
          skewMs: z.number().int().nullable().describe('How far the clock is ahead, in milliseconds; null: unknown.'),
          proxy: z.string().nullable().describe('Host of the proxy; null: none.'),
          problem: problemShape.optional(),
        }),
      )
      .describe('The APIs.'),
    credentials: z
      .array(
        z.strictObject({
          match: z.string().nullable().describe('Pattern of the rule; null: layers without a rule.'),
          serves: z.array(z.string()).describe('Layers that use it.'),
          layers: key.describe('The API key of Layers.'),
          tiktok: token.describe('The token of TikTok.'),
        }),
      )
      .describe('One row for each rule of the settings.'),
    counts: countsShape({
      apis: 'APIs.',
      credentials: 'Rules, each with a key and a token.',
      accepted: 'Keys and tokens that work.',
      failed: 'Keys and tokens that do not work.',
      notSet: 'Variables that are not set.',
      notTried: 'Keys and tokens that were not tried.',
    }),
  })
  .meta({ title: 'reconcile: doctor', description: 'The output of `reconcile doctor --format json`.' });

export function doctorSchema(): Record<string, unknown> {
  return outputSchema(report, 'doctor');
}
