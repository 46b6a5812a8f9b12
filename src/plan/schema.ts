import { z } from 'zod';
import { POLICY_NAMES, type PolicyName } from '../model/index.ts';
import {
  anyValue,
  capSum,
  change,
  fieldChange,
  fieldPath,
  fields,
  location,
  money,
  liveValue,
} from './schema-parts.ts';

const transport = z
  .union([
    z.strictObject({ kind: z.literal('documented').describe('By what Layers documents.') }),
    z.strictObject({
      kind: z.literal('endpoint').describe('By a config endpoint of the organization.'),
      path: z.string().describe('Its path, with {projectId} and {layerId}.'),
      update: z.enum(['merge', 'replace']).describe('How a write is sent.'),
    }),
  ])
  .meta({ id: 'transport', description: 'How a layer’s config is reached.' });

const selection = z
  .strictObject({
    layer: z.string().nullable().describe('Id of the project layer that the document names; null: none.'),
    app: z.string().nullable().describe('The SDK app whose CAPI toggle is written; null: none.'),
    spark: z
      .array(
        z.strictObject({
          post: z.string().describe('The post at Layers.'),
          variable: z.string().describe('Name of the environment variable with its code.'),
        }),
      )
      .describe('Where the code of each post comes from.'),
    pin: z
      .strictObject({
        name: z.string().optional().describe('Its name at TikTok.'),
        currency: z.string().optional().describe('ISO 4217 code.'),
        timezone: z.string().optional().describe('IANA name.'),
      })
      .nullable()
      .describe('What the ad account must be; null: not stated.'),
    protected: z.boolean().describe('Only decreases and pauses pass.'),
    credentials: z
      .strictObject({
        layers: z.string().describe('Name of the environment variable with the Layers API key.'),
        tiktok: z.string().describe('Name of the environment variable with the TikTok token.'),
      })
      .describe('Whose credentials are used.'),
  })
  .meta({ id: 'selection', description: 'On what the changes take effect, besides the fields.' });

const plannedLayer = z
  .strictObject({
    name: z.string().describe('Name of the layer document.'),
    file: z.string().describe('Address of the layer document.'),
    template: z.string().describe('Template id.'),
    project: z.string().describe('Project id at Layers.'),
    organization: z.string().describe('Organization id at Layers.'),
    layerId: z.string().nullable().describe('Id of the project layer, where Layers shows it.'),
    selection: selection.describe('On what the changes take effect, besides the fields.'),
    currency: z.string().nullable().describe('Of the ad account, ISO 4217; null: nobody shows it.'),
    digest: z.string().describe('Over the meaning of this layer’s plan.'),
    desired: fields.describe('What the document wants, in wire form.'),
    changes: z.array(change).describe('In the order in which they are carried out.'),
    checks: z
      .array(
        z.strictObject({
          code: z.string().describe('Code of the check.'),
          layer: z.string().describe('Name of the layer document.'),
          severity: z.enum(['error', 'warning', 'note']).describe('How bad it is.'),
          message: z.string().describe('What was observed.'),
          remedy: z.string().optional().describe('What to do about it.'),
          location: location.optional(),
        }),
      )
      .describe('Observations that are not changes.'),
    released: z
      .array(z.strictObject({ path: fieldPath, live: liveValue.describe('What stays.') }))
      .describe('Fields that were applied once and are not written any more.'),
    overwrites: z
      .array(
        z.strictObject({
          path: fieldPath,
          base: anyValue.describe('What the document said at the base; null: nothing.'),
          live: liveValue.describe('What somebody made of it since.'),
        }),
      )
      .describe('Live edits that the changes would overwrite.'),
    drift: z.array(fieldChange).describe('Live differs, and the diff does not touch it: left alone.'),
    unknown: z.array(fieldPath).describe('Fields that no API shows and nobody stated.'),
  })
  .meta({ id: 'layer', description: 'One layer of the plan.' });

const policyName = z.enum(Object.keys(POLICY_NAMES) as [PolicyName, ...PolicyName[]]).describe('Name of the policy.');

/** A saved plan from an untrusted source. */
export const planShape = z
  .strictObject({
    format: z.literal('reconcile-plan').describe('What this file is.'),
    version: z.literal(1).describe('Version of the format.'),
    sandbox: z.boolean().describe('The APIs answered from this machine.'),
    origins: z
      .strictObject({
        layers: z.string().describe('Origin of the Layers API.'),
        tiktok: z.string().describe('Origin of the TikTok API.'),
      })
      .describe('The API origins that the plan was made against.'),
    transport: transport.describe('How the config was reached.'),
    costCapUnit: z.enum(['major', 'minor']).nullable().describe('What a cap counts; null: not stated.'),
    base: z.string().nullable().describe('Commit that the documents were held against; null: none.'),
    fixDrift: z.boolean().describe('Drift is a change as well.'),
    ignored: z.array(z.string()).describe('What the settings wish and the base does not grant.'),
    removed: z
      .array(
        z.strictObject({
          name: z.string().describe('Name it had.'),
          file: z.string().describe('Address it had.'),
          project: z.string().describe('Project id at Layers.'),
          fields: fields.describe('What it wrote; it stays live.'),
        }),
      )
      .describe('Documents of the base that are not there any more.'),
    skipped: z.array(z.string()).describe('Layers that the diff cannot affect.'),
    unread: z.array(z.string()).describe('Layers that could not be read: the plan says nothing about them.'),
    checksum: z.string().describe('Over all other members: a plan that was edited is not read.'),
    digest: z.string().describe('Over all layers.'),
    layers: z.array(plannedLayer).describe('Sorted by name.'),
    refusals: z
      .array(
        z.strictObject({
          policy: policyName,
          subject: z.string().describe('What --allow must name to lift it.'),
          message: z.string().describe('The harm.'),
          location: location.optional(),
        }),
      )
      .describe('Reasons why the plan may not be applied.'),
    allowed: z
      .array(z.strictObject({ policy: policyName, subject: z.string().describe('What it was lifted for.') }))
      .describe('Policies that were lifted.'),
    money: z
      .array(
        z.strictObject({
          currency: z.string().describe('ISO 4217 code.'),
          before: capSum.describe('Stated caps now.'),
          after: capSum.describe('Stated caps after the plan.'),
          uncappedBefore: z
            .number()
            .int()
            .describe('How many layers certainly have no cap now. They are not in the sum.'),
          uncappedAfter: z.number().int().describe('The same after the plan.'),
          unknownBefore: z.number().int().describe('How many layers’ caps are unknown now.'),
          spent: money.nullable().describe('Spent since the first of the month; null: not readable for all.'),
          pace: money.nullable().describe('What the month will cost at this pace.'),
          enforcedBy: z.enum(['none', 'partly', 'tiktok']).describe('Who holds the caps.'),
        }),
      )
      .describe('One line per currency.'),
    calls: z
      .strictObject({
        used: z.number().int().describe('API requests that making the plan took.'),
        forecast: z.number().int().describe('API requests that an apply will send.'),
      })
      .describe('API requests.'),
  })
  .meta({
    title: 'reconcile: saved plan',
    description: 'A plan as `reconcile plan --out FILE` saves it. It holds no secret.',
  });

/** The JSON Schema (draft-07) of a saved plan. */
export function planSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(planShape, { target: 'draft-7', io: 'input' }) as Record<string, unknown>;
  return { ...schema, $id: 'urn:layers-reconcile:schema:plan' };
}
