import { z } from 'zod';
import { CHECK_CODES, type CheckCode, VERIFY_ITEMS, type VerifyItem } from '../../model/index.ts';
import { calls, count, countsOf, head, outputSchema, problems } from '../schema-parts.ts';

const finding = z
  .strictObject({
    item: z.enum(Object.keys(VERIFY_ITEMS) as [VerifyItem, ...VerifyItem[]]).describe('What was looked at.'),
    state: z
      .enum(['green', 'red', 'stated', 'unknown'])
      .describe('stated: a person confirmed it. unknown: not shown and not confirmed, or not readable; never green.'),
    message: z.string().describe('The observation.'),
    remedy: z.string().optional().describe('The action that makes it green.'),
    code: z
      .enum(Object.keys(CHECK_CODES) as [CheckCode, ...CheckCode[]])
      .optional()
      .describe('Code of the check of the plan that found it.'),
  })
  .meta({ id: 'finding', description: 'One observation about one item.' });

const report = z
  .strictObject({
    ...head('reconcile-verify'),
    sandbox: z.boolean().describe('Whether the APIs are a sandbox.'),
    layers: z
      .array(
        z
          .strictObject({
            name: z.string().describe('Name of the layer document.'),
            file: z.string().describe('Path of the layer document.'),
            findings: z.array(finding).describe('The observations, in the order of setup.'),
          })
          .meta({ id: 'layer', description: 'One layer.' }),
      )
      .describe('The layers, sorted by name.'),
    unread: z.array(z.string()).describe('Layers that could not be read.'),
    sent: z
      .strictObject({
        layers: count.describe('Sent by Layers, with the token in the vault.'),
        tiktok: count.describe('Sent to TikTok, with TIKTOK_EVENTS_TOKEN.'),
      })
      .describe('Number of test events.'),
    calls,
    problems,
    counts: countsOf({
      layers: 'Layers.',
      green: 'Green findings.',
      red: 'Red findings: something to do.',
      stated: 'Findings that rest on the word of a person.',
      unknown: 'Findings that no API shows and no person confirmed.',
      unread: 'Layers that could not be read.',
    }),
  })
  .meta({ title: 'reconcile: verify', description: 'The output of `reconcile verify --format json`.' });

export function verifySchema(): Record<string, unknown> {
  return outputSchema(report, 'verify');
}
