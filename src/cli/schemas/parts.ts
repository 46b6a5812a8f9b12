import { z } from 'zod';
import { POLICY_NAMES, type PolicyName } from '../../model/index.ts';
import { locationShape } from '../../plan/index.ts';

/** The name in a valid document. */
export const layerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
  .describe('Name of the layer document.');

export const file = z.string().describe('Path of the layer document, relative to the root.');

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .nullable()
  .describe('ISO 4217 code of the ad account’s currency; null: unknown.');

export const costCapUnit = z.enum(['major', 'minor']).nullable().describe('The unit of a bare cap; null: not set.');

/** Ids of TikTok are digits. */
export const advertiserId = z.string().regex(/^\d{1,20}$/);

/** ISO 8601, UTC. */
export const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);

export const sandbox = z.boolean().describe('Whether the APIs are a sandbox.');

export const unread = z.array(z.string()).describe('Layers that could not be read.');

export const refusal = z
  .strictObject({
    policy: z.enum(Object.keys(POLICY_NAMES) as [PolicyName, ...PolicyName[]]).describe('Name of the policy.'),
    subject: z.string().describe('The name for --allow, such as a layer or a currency.'),
    message: z.string().describe('The reason.'),
    location: locationShape.optional(),
  })
  .meta({ id: 'refusal', description: 'A policy that refuses a plan.' });
