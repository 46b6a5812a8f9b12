import { z } from 'zod';
import { POLICY_NAMES, type PolicyName } from '../model/index.ts';
import {
  anyValue,
  capSum,
  change,
  check,
  count,
  countsOf,
  exitCode,
  fieldChange,
  fieldPath,
  unchecked,
  fields,
  location,
  money,
  liveValue,
  outputSchema,
  problem,
} from './schema-parts.ts';
import { shard } from './shards/schema.ts';

const transport = z
  .union([
    z.strictObject({ kind: z.literal('documented').describe('The documented API of Layers.') }),
    z.strictObject({
      kind: z.literal('endpoint').describe('A config endpoint of the organization.'),
      path: z.string().describe('The path of the endpoint, with {projectId} and {layerId}.'),
      update: z.enum(['merge', 'replace']).describe('How a write is sent.'),
    }),
  ])
  .meta({ id: 'transport', description: 'How the config of a layer is read and written.' });

const selection = z
  .strictObject({
    layer: z.string().nullable().describe('Id of the project layer in the document; null: none.'),
    app: z.string().nullable().describe('The SDK app whose CAPI toggle is written; null: none.'),
    spark: z
      .array(
        z.strictObject({
          post: z.string().describe('The post at Layers.'),
          variable: z.string().describe('Name of the environment variable with its code.'),
        }),
      )
      .describe('The variable with the code of each post.'),
    pin: z
      .strictObject({
        name: z.string().optional().describe('Name of the ad account at TikTok.'),
        currency: z.string().optional().describe('ISO 4217 code.'),
        timezone: z.string().optional().describe('IANA time zone.'),
      })
      .nullable()
      .describe('Expected facts of the ad account; null: none.'),
    protected: z.boolean().describe('Only decreases and pauses are allowed.'),
    credentials: z
      .strictObject({
        layers: z.string().describe('Name of the environment variable with the Layers API key.'),
        tiktok: z.string().describe('Name of the environment variable with the TikTok token.'),
      })
      .describe('The credentials of the layer.'),
  })
  .meta({ id: 'selection', description: 'Everything besides the fields that decides what the changes affect.' });

const plannedLayer = z
  .strictObject({
    name: z.string().describe('Name of the layer document.'),
    file: z.string().describe('Path of the layer document.'),
    template: z.string().describe('Template id.'),
    project: z.string().describe('Project id at Layers.'),
    organization: z.string().describe('Organization id at Layers.'),
    layerId: z.string().nullable().describe('Id of the project layer; null: Layers does not show it.'),
    selection: selection.describe('Everything besides the fields that decides what the changes affect.'),
    currency: z.string().nullable().describe('ISO 4217 code of the ad account’s currency; null: unknown.'),
    accountName: z.string().optional().describe('Name of the ad account; missing: unknown.'),
    digest: z.string().describe('Digest of the meaning of this layer’s plan.'),
    document: z.string().describe('Hash of what the layer document asks for, without live state.'),
    desired: fields.describe('The desired values, as they are sent.'),
    changes: z.array(change).describe('The changes in the order of execution.'),
    checks: z.array(check).describe('Observations that are not changes.'),
    released: z
      .array(z.strictObject({ path: fieldPath, live: liveValue.describe('The value that stays.') }))
      .describe('Fields that were applied earlier and are no longer written.'),
    overwrites: z
      .array(
        z.strictObject({
          path: fieldPath,
          base: anyValue.describe('The value in the document at the base; null: none.'),
          live: liveValue.describe('The current live value.'),
        }),
      )
      .describe('Live edits that the changes would overwrite.'),
    drift: z
      .array(fieldChange)
      .describe('Live values that differ but are not affected by the diff. They are left alone.'),
    unknown: z.array(fieldPath).describe('Fields that no API shows and no person stated.'),
    unchecked: unchecked.optional(),
  })
  .meta({ id: 'layer', description: 'One layer of the plan.' });

const policyName = z.enum(Object.keys(POLICY_NAMES) as [PolicyName, ...PolicyName[]]).describe('Name of the policy.');

/** A saved plan from an untrusted source. */
export const planShape = z
  .strictObject({
    format: z.literal('reconcile-plan').describe('The kind of this file.'),
    version: z.literal(1).describe('Version of the format.'),
    sandbox: z.boolean().describe('Whether the plan was made with a sandbox.'),
    origins: z
      .strictObject({
        layers: z.string().describe('Origin of the Layers API.'),
        tiktok: z.string().describe('Origin of the TikTok API.'),
      })
      .describe('The API origins of the plan.'),
    transport: transport.describe('How the config was read.'),
    costCapUnit: z.enum(['major', 'minor']).nullable().describe('The unit of a bare cap; null: not set.'),
    base: z.string().nullable().describe('The commit that the documents were compared with; null: none.'),
    fixDrift: z.boolean().describe('Whether drift is a change, too.'),
    ignored: z.array(z.string()).describe('Changes of the settings that were ignored in favour of the base.'),
    introduced: z.array(z.string()).describe('Settings of the diff that are used because the base has none.'),
    removed: z
      .array(
        z.strictObject({
          name: z.string().describe('Name of the document.'),
          file: z.string().describe('Path of the document.'),
          project: z.string().describe('Project id at Layers.'),
          fields: fields.describe('The values that it set. They stay live.'),
          cap: money
            .nullable()
            .describe('The reviewed cap; null: the document has none, or its unit or currency is unknown.'),
        }),
      )
      .describe('Documents of the base that no longer exist.'),
    renamed: z
      .array(
        z.strictObject({
          name: z.string().describe('Name of the document.'),
          file: z.string().describe('Path of the document.'),
          before: z
            .strictObject({
              name: z.string().describe('Name at the base.'),
              file: z.string().describe('Path at the base.'),
            })
            .describe('The document of the same layer at the base.'),
        }),
      )
      .describe('Documents with a different name or file than at the base.'),
    skipped: z.array(z.string()).describe('Layers that the diff cannot affect.'),
    unread: z.array(z.string()).describe('Layers that could not be read. They are not part of the plan.'),
    shard: shard.optional().describe('The plan is one of several, for show --merge. Missing: it is whole.'),
    problems: z.array(problem).optional().describe('Why the plan is incomplete. Missing: it is complete.'),
    exitCode: exitCode.optional().describe('The exit code of the command. Missing: a file from --out.'),
    counts: countsOf({
      layers: 'Layers in the plan.',
      changes: 'Changes, including manual steps.',
      manual: 'Changes that a person carries out.',
      gated: 'Changes that go through the write gate of Layers.',
      refusals: 'Refusals.',
      checks: 'Checks.',
      drift: 'Drifted values that are left alone.',
      unknown: 'Values that no API shows and no person stated.',
      removed: 'Removed documents.',
      skipped: 'Layers that the diff cannot affect.',
      unread: 'Layers that could not be read.',
    }),
    checksum: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .describe('Checksum of all other members but exitCode. An edited plan is rejected.'),
    digest: z.string().describe('Digest of the plan of all layers.'),
    layers: z.array(plannedLayer).describe('The layers, sorted by name.'),
    refusals: z
      .array(
        z.strictObject({
          policy: policyName,
          subject: z.string().describe('The name for --allow, such as a layer or a currency.'),
          message: z.string().describe('The reason.'),
          location: location.optional(),
        }),
      )
      .describe('Refusals of the plan.'),
    allowed: z
      .array(
        z.strictObject({
          policy: policyName,
          subject: z.string().describe('The layer or currency for which it was lifted.'),
          by: z.string().optional().describe('The account whose label lifted it. Missing: no label did.'),
        }),
      )
      .describe('Policies that were lifted.'),
    money: z
      .array(
        z.strictObject({
          currency: z.string().describe('ISO 4217 code.'),
          before: capSum.describe('Sum of the live caps and of the reviewed caps of removed documents.'),
          removed: z
            .strictObject({
              documents: count.describe('Number of removed documents with a cap.'),
              caps: money.describe('Sum of their reviewed caps.'),
            })
            .optional()
            .describe('Caps of removed documents, which stay live. Missing: none.'),
          after: capSum.describe('Sum of the caps after the plan.'),
          uncappedBefore: z
            .number()
            .int()
            .describe('Number of layers known to have no cap now. They are not in the sum.'),
          uncappedAfter: count.describe('Number of layers without a cap after the plan.'),
          unknownBefore: count.describe('Number of layers whose cap is unknown now.'),
          spent: money
            .nullable()
            .describe(
              'Spend of layers with a cap since the first of the month; null: there are none, or it is not readable for all.',
            ),
          pace: money.nullable().describe('Expected spend of the month at this pace.'),
          enforcedBy: z.enum(['none', 'partly', 'tiktok']).describe('How the caps are enforced.'),
        }),
      )
      .describe('One line per currency.'),
    calls: z
      .strictObject({
        used: count.describe('API requests that were sent for the plan.'),
        forecast: count.describe('API requests that an apply will send.'),
        endpoints: z
          .record(z.string(), count)
          .optional()
          .describe('API requests for the plan by endpoint, such as GET /v1/projects/{id}.'),
      })
      .describe('API requests.'),
  })
  .meta({
    title: 'reconcile: saved plan',
    description: 'A plan saved by `reconcile plan --out FILE`. It contains no secret.',
  });

/** A plan inside of another output. */
export const innerPlan = planShape
  .omit({ exitCode: true, counts: true, problems: true, checksum: true, shard: true })
  .meta({ id: 'plan', description: 'A plan.' });

export function planSchema(): Record<string, unknown> {
  return outputSchema(planShape, 'plan');
}
