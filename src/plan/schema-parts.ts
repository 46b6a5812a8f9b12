import { z } from 'zod';
import {
  CHANGE_KINDS,
  FIELD_PATHS,
  type FieldPath,
  FIELDS,
  isConfigPath,
  parseFields,
  type Value,
} from '../model/index.ts';

// Shapes of a saved plan that occur in several places, from a value to a change.

export const anyValue: z.ZodType<Value> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(anyValue), z.record(z.string(), anyValue)]),
  )
  .meta({ id: 'value', description: 'Any JSON value.' });

export const fieldPath = z.enum(FIELD_PATHS).describe('A field by its path in the layer document.');

export const fields = z.partialRecord(fieldPath, anyValue).refine((values) => parseFields(values) !== undefined);

export const liveValue = z
  .union([
    z.strictObject({
      provenance: z.enum(['api', 'recorded']).describe('Where the value comes from: an API, or the ledger.'),
      value: anyValue.optional().describe('The value. Missing: it was seen to be absent.'),
    }),
    z.strictObject({ provenance: z.literal('unknown').describe('No API shows it and nobody stated it.') }),
  ])
  .meta({ id: 'liveValue', description: 'A live value with its provenance. Unknown is not absent.' });

export const location = z
  .strictObject({
    file: z.string().describe('Address of the file, relative to the root.'),
    line: z.number().int().describe('Counts from 1.'),
    column: z.number().int().describe('Counts from 1.'),
  })
  .meta({ id: 'location', description: 'A location in a layer document.' });

export const money = z
  .strictObject({
    minor: z.number().int().describe('Whole minor units: cents; yen for JPY, which has none.'),
    currency: z.string().describe('ISO 4217 code.'),
  })
  .meta({ id: 'money', description: 'An amount of money.' });

export const capSum = z
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
              .enum(['done', 'queued', 'denied', 'may be denied', 'requested', 'rejected'])
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

export const fieldChange = z
  .strictObject({
    path: fieldPath,
    before: liveValue.describe('Live now.'),
    after: anyValue.describe('As it goes to the wire, or as a person types it.'),
  })
  .refine(({ path, before, after }) => FIELDS[path].is(after) && isLive(path, before))
  .meta({ id: 'field', description: 'One field, before and after.' });

/** A live value of the config can be any JSON. */
function isLive(path: FieldPath, live: z.infer<typeof liveValue>): boolean {
  if (isConfigPath(path) || live.provenance === 'unknown' || live.value === undefined) return true;
  return FIELDS[path].is(live.value);
}

export const change = z
  .strictObject({
    id: z.string().describe('Stable within a plan.'),
    kind: z.enum(CHANGE_KINDS).describe('What it is about.'),
    layer: z.string().describe('Name of the layer document.'),
    fields: z.array(fieldChange).describe('The fields it changes. Empty for install.'),
    step: step.describe('How it is carried out.'),
    dependsOn: z.array(z.string()).describe('Ids of changes that must be done before.'),
    basis: z
      .array(z.strictObject({ path: fieldPath, live: liveValue.describe('As it was when the plan was made.') }))
      .describe('Live values it rests on besides those it changes.'),
    calls: z.number().int().describe('API requests that an apply sends for it.'),
  })
  .meta({ id: 'change', description: 'One thing to do.' });
