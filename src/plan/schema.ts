import { z } from 'zod';
import {
  CHANGE_KINDS,
  checksumOf,
  FIELD_PATHS,
  type Plan,
  POLICY_NAMES,
  type PolicyName,
  type Value,
} from '../model/index.ts';
import { layerDigest, planDigest } from './digest.ts';

const anyValue: z.ZodType<Value> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(anyValue), z.record(z.string(), anyValue)]),
  )
  .meta({ id: 'value', description: 'Any JSON value.' });

const fieldPath = z.enum(FIELD_PATHS as [string, ...string[]]).describe('A field by its path in the layer document.');

const seen = z
  .union([
    z.strictObject({
      provenance: z.enum(['api', 'recorded']).describe('Where the value comes from: an API, or the ledger.'),
      value: anyValue.optional().describe('The value. Missing: it was seen to be absent.'),
    }),
    z.strictObject({ provenance: z.literal('unknown').describe('No API shows it and nobody stated it.') }),
  ])
  .meta({ id: 'seen', description: 'A live value with its provenance. Unknown is not absent.' });

const location = z
  .strictObject({
    file: z.string().describe('Address of the file, relative to the root.'),
    line: z.number().int().describe('Counts from 1.'),
    column: z.number().int().describe('Counts from 1.'),
  })
  .meta({ id: 'where', description: 'A place in a layer document.' });

const money = z
  .strictObject({
    minor: z.number().int().describe('Whole minor units: cents; yen for JPY, which has none.'),
    currency: z.string().describe('ISO 4217 code.'),
  })
  .meta({ id: 'money', description: 'An amount of money.' });

const capSum = z
  .union([money, z.literal('none'), z.null()])
  .meta({ id: 'capSum', description: 'A sum of caps. "none": no layer has a cap. null: the unit is not stated.' });

const step = z
  .union([
    z.strictObject({ by: z.literal('api').describe('reconcile writes it.') }),
    z.strictObject({
      by: z.literal('human').describe('A person must do it; no API does.'),
      instructions: z
        .strictObject({
          screen: z.string().describe('The screen to open: an address, or a place in words.'),
          tasks: z.array(z.string()).describe('What to do there, in order.'),
          paste: anyValue.optional().describe('Members to set in the "View as JSON" editor.'),
        })
        .describe('What the person must do.'),
    }),
    z.strictObject({
      by: z.literal('gated').describe('It goes through the write gate of Layers, which does, holds or refuses it.'),
      approver: z.string().describe('Who approves what is held.'),
      campaigns: z
        .array(
          z.strictObject({
            id: z.string().describe('Campaign id at Layers.'),
            name: z.string().describe('Its name.'),
            verb: z.enum(['pause', 'resume']).describe('What is asked for.'),
            predicted: z
              .enum(['done', 'queued', 'denied', 'may be denied', 'asked', 'rejected'])
              .describe('What the gate will do with it, as far as it shows.'),
            rejected: z
              .string()
              .optional()
              .describe('Id of the same write in the queue of Layers, where it was asked for before and rejected.'),
          }),
        )
        .describe('The campaigns that are to be paused or resumed.'),
    }),
  ])
  .meta({ id: 'step', description: 'How a change is carried out.' });

const fieldChange = z
  .strictObject({
    path: fieldPath,
    before: seen.describe('Live now.'),
    after: anyValue.describe('As it goes to the wire, or as a person types it.'),
  })
  .meta({ id: 'field', description: 'One field, before and after.' });

const change = z
  .strictObject({
    id: z.string().describe('Stable within a plan.'),
    kind: z.enum(CHANGE_KINDS).describe('What it is about.'),
    layer: z.string().describe('Name of the layer document.'),
    fields: z.array(fieldChange).describe('The fields it changes. Empty for install.'),
    step: step.describe('How it is carried out.'),
    dependsOn: z.array(z.string()).describe('Ids of changes that must be done before.'),
    basis: z
      .array(z.strictObject({ path: fieldPath, seen: seen.describe('As it was when the plan was made.') }))
      .describe('Live values it rests on besides those it changes.'),
    calls: z.number().int().describe('API requests that an apply sends for it.'),
  })
  .meta({ id: 'change', description: 'One thing to do.' });

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
    desired: z.partialRecord(fieldPath, anyValue).describe('What the document wants, in wire form.'),
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
      .array(z.strictObject({ path: fieldPath, live: seen.describe('What stays.') }))
      .describe('Fields that were applied once and are not written any more.'),
    overwrites: z
      .array(
        z.strictObject({
          path: fieldPath,
          base: anyValue.describe('What the document said at the base; null: nothing.'),
          live: seen.describe('What somebody made of it since.'),
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
          fields: z.partialRecord(fieldPath, anyValue).describe('What it wrote; it stays live.'),
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
          enforcedBy: z.enum(['nobody', 'tiktok', 'some']).describe('Who holds the caps.'),
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

/**
 * A saved plan; `undefined` if it has a different version or was edited since it was saved. The checksum proves no
 * author, so decisions that need a person, such as lifted policies, are not taken from a file of unknown origin.
 */
export function parsePlan(text: string): Plan | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = planShape.safeParse(data);
  if (!parsed.success || !isSealed(data as Readonly<Record<string, Value>>)) return undefined;
  const { checksum: _, ...rest } = parsed.data;
  // The schema above is the type, member by member; zod only widens names of checks and paths to strings.
  const plan = rest as unknown as Plan;
  return isIntact(plan) ? plan : undefined;
}

/** The checksum covers the data as read, not the parsed result. */
function isSealed({ checksum, ...rest }: Readonly<Record<string, Value>>): boolean {
  return checksum === checksumOf(rest);
}

/**
 * Whether the digests match the contents. Otherwise a page could show one plan while the digest allows a different one.
 */
function isIntact({ layers, origins, transport, costCapUnit, digest }: Plan): boolean {
  const own = layers.every((layer) => layerDigest({ ...layer, origins, transport, costCapUnit }) === layer.digest);
  return own && planDigest(layers.map((layer) => layer.digest)) === digest;
}
