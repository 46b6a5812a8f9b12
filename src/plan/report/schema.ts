import { z } from 'zod';
import { calls, change, check, count, countsOf, head, money, outputSchema, problems } from '../schema-parts.ts';

const amount = (what: string) => money.nullable().describe(`${what}; null: unknown, which is not 0.`);
const number = (what: string) => count.describe(what);

const spend = z
  .strictObject({
    currency: z.string().nullable().describe('ISO 4217 code of the ad account’s currency; null: unknown.'),
    cap: z
      .union([money, z.enum(['none', 'unknown', 'no unit', 'not installed'])])
      .describe('The live cap. none: unlimited. no unit: costCapUnit or the currency is unknown.'),
    spent: amount('Spend of the whole ad account since the first of the month'),
    pace: amount('Projected for the month from the daily average so far'),
    month: z
      .strictObject({
        day: number('Day of the month, counted from 1.'),
        days: number('Days of the month.'),
        timezone: z.string().describe('IANA time zone of the ad account.'),
      })
      .nullable()
      .describe('Where the month is; null: the time zone of the ad account is unknown.'),
    enforcedBy: z.enum(['tiktok', 'none', 'unknown']).describe('What enforces the cap.'),
    standing: z
      .enum(['above', 'ahead', 'within', 'uncapped', 'not installed', 'unknown'])
      .describe('Spend compared with the cap. ahead: on pace for more than the cap.'),
  })
  .meta({ id: 'spend', description: 'Spend of the month against the cap.' });

const ending = z
  .strictObject({
    what: z.enum(['spark code', 'account token', 'events token']).describe('The kind of thing.'),
    subject: z.string().describe('Its post and variable, ad account or pixel. Never a code or a token.'),
    state: z.enum(['ended', 'soon', 'later', 'no date']).describe('soon: within seven days.'),
    until: z.string().nullable().describe('The end as an ISO 8601 time; null: no API shows it.'),
  })
  .meta({ id: 'ending', description: 'Something that stops working at a time.' });

const layer = z
  .strictObject({
    name: z.string().describe('Name of the layer document.'),
    file: z.string().describe('Path of the layer document.'),
    project: z.string().describe('Project id at Layers.'),
    address: z.string().describe('Page of the layer in the dashboard of Layers.'),
    adAccount: z.string().nullable().describe('Ad account of the document; null: none.'),
    accountName: z.string().nullable().describe('Name of the ad account; null: unknown.'),
    mode: z.enum(['agency', 'byo']).nullable().describe('Who runs the ad account; null: unknown.'),
    state: z
      .enum(['not installed', 'installed', 'active', 'paused'])
      .describe('installed: no API shows whether it runs, and no person stated it.'),
    spend,
    checks: z.array(check).describe('Observations.'),
    changes: z.array(change).describe('Differences from the document, in the order of execution.'),
    endings: z.array(ending).describe('What ends, the next first.'),
    attention: z
      .enum(['act', 'watch', 'none'])
      .describe('act: broken, above the cap, or ended. watch: may cost money or data, or waits for a person.'),
  })
  .meta({ id: 'layer', description: 'One layer.' });

const report = z
  .strictObject({
    ...head('reconcile-report'),
    sandbox: z.boolean().describe('Whether the APIs are a sandbox.'),
    repository: z.string().nullable().describe('owner/repo; null: unknown.'),
    at: z.string().describe('When live state was read, as an ISO 8601 time.'),
    money: z
      .array(
        z
          .strictObject({
            currency: z.string().describe('ISO 4217 code.'),
            layers: number('Layers with this currency.'),
            caps: money.describe('Sum of the known caps.'),
            uncapped: number('Layers certainly without a cap.'),
            unknownCaps: number('Layers with an unknown cap.'),
            spent: money.describe('Sum of the known spend of the month.'),
            pace: money.describe('Sum of the known projections.'),
            unknownSpend: number('Layers with unknown spend.'),
            enforced: number('Layers whose cap TikTok enforces.'),
          })
          .meta({ id: 'moneyLine', description: 'Money of one currency.' }),
      )
      .describe('One line per currency. Currencies are never added.'),
    layers: z.array(layer).describe('The layers, sorted by name.'),
    unread: z.array(z.string()).describe('Layers that could not be read.'),
    calls,
    counts: countsOf({
      layers: 'Layers in the report.',
      act: 'Layers that need action.',
      watch: 'Layers to watch.',
      none: 'Layers that need nothing.',
      unread: 'Layers that could not be read.',
    }),
    problems,
  })
  .meta({ title: 'reconcile: report', description: 'The output of `reconcile report --format json`.' });

export function reportSchema(): Record<string, unknown> {
  return outputSchema(report, 'report');
}
