import { z } from 'zod';
import { schemaId, VERIFY_ITEMS, type VerifyItem } from '../../model/index.ts';
import { problem } from '../schema-parts.ts';

const finding = z
  .strictObject({
    item: z.enum(Object.keys(VERIFY_ITEMS) as [VerifyItem, ...VerifyItem[]]).describe('What was looked at.'),
    state: z
      .enum(['green', 'red', 'stated', 'unknown'])
      .describe('stated: a person confirmed it. unknown: not shown and not confirmed, or not readable; never green.'),
    message: z.string().describe('The observation.'),
    remedy: z.string().optional().describe('The action that makes it green.'),
    code: z.string().optional().describe('Code of the check of the plan that found it.'),
  })
  .meta({ id: 'finding', description: 'One observation about one item.' });

const report = z
  .strictObject({
    format: z.literal('reconcile-verify').describe('The kind of this output.'),
    version: z.literal(1).describe('Version of the format.'),
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
        layers: z.number().int().describe('Sent by Layers, with the token in the vault.'),
        tiktok: z.number().int().describe('Sent to TikTok, with TIKTOK_EVENTS_TOKEN.'),
      })
      .describe('Number of test events.'),
    calls: z.number().int().describe('API requests that were sent.'),
    problems: z.array(problem).optional().describe('Why the report is incomplete. Missing: it is complete.'),
  })
  .meta({ title: 'reconcile: verify', description: 'The output of `reconcile verify --format json`.' });

/** In draft-07. */
export function verifySchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(report, { target: 'draft-7', io: 'input' }) as Record<string, unknown>;
  return { ...schema, $id: schemaId('verify') };
}
