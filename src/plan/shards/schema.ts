import { z } from 'zod';
import { MAX_SHARDS } from '../../model/index.ts';
import { location, money } from '../schema-parts.ts';

const number = z.number().int().positive().max(MAX_SHARDS);
const checksum = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const cap = z
  .union([money, z.enum(['none', 'unknown', 'unitless'])])
  .meta({ id: 'sumCap', description: 'A cap. "none": no cap. "unitless": its unit or currency is unknown.' });

const written = z.union([money, z.number()]).describe('The cap in the document: money, or a bare number.');

const row = z
  .union([
    z.strictObject({
      name: z.string().describe('Name of the layer document.'),
      file: z.string().describe('Path of the layer document.'),
      state: z.literal('planned').describe('The layer is in the plan.'),
      cap: written.optional(),
      inherited: location.optional().describe('Location of a bare cap that is inherited.'),
      currency: z.string().optional().describe('ISO 4217 code of the cap or the ad account.'),
      before: cap.optional().describe('The current cap. Missing: not installed, and without a cap.'),
      after: cap.optional().describe('The cap after the plan.'),
      spent: money.optional().describe('Spend since the first of the month. Missing: not readable, or not read.'),
      pace: z.number().int().optional().describe('Expected spend of the month, in minor units.'),
      enforced: z.literal(true).optional().describe('TikTok enforces the cap.'),
      recorded: z.literal(true).optional().describe('The current cap is known from the ledger only.'),
      changed: z.literal(true).optional().describe('The plan does more than lower the cap of the layer or pause it.'),
      raises: z.string().optional().describe('Currency of a cap that the plan raises.'),
    }),
    z.strictObject({
      name: z.string().describe('Name of the layer document.'),
      file: z.string().describe('Path of the layer document.'),
      state: z.enum(['unread', 'outside', 'removed', 'invalid']).describe('Why it is not in the plan.'),
      cap: written.optional(),
    }),
  ])
  .meta({ id: 'sumRow', description: 'One document, as far as sums over all documents need it.' });

/** The part of a plan that says which shard it is. */
export const shard = z
  .strictObject({
    number: number.describe('Number of the shard, from 1.'),
    of: number.describe('Number of all shards.'),
    source: z
      .strictObject({
        version: z.string().describe('Version of reconcile.'),
        commit: z.string().nullable().describe('The checked-out commit; null: unknown.'),
        documents: checksum.describe('Checksum of all layer documents.'),
        settings: checksum.describe('Checksum of the settings.'),
        selection: checksum.describe('Checksum of the layers that all shards plan together.'),
      })
      .describe('Inputs that all shards of one plan have in common.'),
    sums: z.array(row).describe('All documents of the shard.'),
    limits: z
      .strictObject({
        capTotal: z.array(money).optional().describe('The policy cap-total. Missing: it is not set.'),
        share: z
          .strictObject({
            percent: z.number().describe('Limit of the changed layers in percent.'),
            above: z.number().describe('Number of layers from which it holds.'),
          })
          .describe('The policy share.'),
      })
      .describe('Policies over a sum, which the merge decides.'),
  })
  .meta({ id: 'shard', description: 'The plan is one of several, made with --shard.' });
