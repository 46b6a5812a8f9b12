import { z } from 'zod';
import {
  CHANGE_KINDS,
  CHECK_CODES,
  type CheckCode,
  FIELD_PATHS,
  type FieldPath,
  FIELDS,
  isConfigPath,
  parseFields,
  PROBLEM_CODES,
  type ProblemCode,
  schemaId,
  type Value,
} from '../model/index.ts';

// Shapes that occur in several outputs of commands.

/** In draft-07. Unknown members are allowed, because a minor version may add some; shapes themselves are strict. */
export function outputSchema(shape: z.ZodType, name: string): Record<string, unknown> {
  const schema = z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { ...schema, $id: schemaId(name) };
}

/** The members that the output of every command has. */
export const head = <T extends string>(format: T) => ({
  format: z.literal(format).describe('The kind of this output.'),
  version: z.literal(1).describe('Version of the format. A higher one can mean something else.'),
  exitCode: exitCode.describe('The exit code of the command.'),
});

export const exitCode = z.literal([0, 1, 2, 3, 4, 70, 130]);

/** Numbers of items, such as `{ layers: 2 }`. */
export const countsOf = <T extends Readonly<Record<string, string>>>(texts: T) =>
  z
    .strictObject(
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, count.describe(text)])) as {
        [K in keyof T]: typeof count;
      },
    )
    .describe('Numbers of items.');

export const count = z.number().int().nonnegative();

export const calls = count.describe('API requests that were sent.');

export const anyValue: z.ZodType<Value> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(anyValue), z.record(z.string(), anyValue)]),
  )
  .meta({ id: 'value', description: 'Any JSON value.' });

export const fieldPath = z.enum(FIELD_PATHS).describe('A field by its path in the layer document.');

export const unchecked = z
  .array(z.enum(['layer', 'pixel']))
  .describe('Not read, because the ledger has it: whether Layers has the layer, and the ad account the pixel.');

export const fields = z.partialRecord(fieldPath, anyValue).refine((values) => parseFields(values) !== undefined);

export const liveValue = z
  .union([
    z.strictObject({
      provenance: z.enum(['api', 'recorded']).describe('The source of the value: an API, or the ledger.'),
      value: anyValue.optional().describe('The value. Missing: known to be absent.'),
    }),
    z.strictObject({ provenance: z.literal('unknown').describe('No API shows the value, and no person stated it.') }),
  ])
  .meta({ id: 'liveValue', description: 'A live value with its provenance. Unknown is not absent.' });

export const location = z
  .strictObject({
    file: z.string().describe('Path of the file, relative to the root.'),
    line: z.number().int().positive().describe('Counted from 1.'),
    column: z.number().int().positive().describe('Counted from 1.'),
  })
  .meta({ id: 'location', description: 'A location in a layer document.' });

export const problem = z
  .strictObject({
    code: z
      .enum(Object.keys(PROBLEM_CODES) as [ProblemCode, ...ProblemCode[]])
      .describe('Code of the problem. A minor version may add codes.'),
    message: z.string().describe('The problem, with the value found.'),
    remedy: z.string().optional().describe('The action that fixes it.'),
    location: location.optional(),
    excerpt: z
      .strictObject({
        lines: z
          .array(
            z.strictObject({
              number: z.number().int().describe('Number of the line, counted from 1.'),
              text: z.string().describe('Text of the line.'),
            }),
          )
          .describe('Lines around the location.'),
        underline: z
          .strictObject({
            line: z.number().int().describe('Number of the line.'),
            column: z.number().int().describe('Counted from 1.'),
            length: z.number().int().describe('In characters.'),
          })
          .describe('The part that the problem is about.'),
      })
      .optional()
      .describe('The file around the location, without secrets.'),
    layer: z.string().optional().describe('The layer, if the problem is about a single one.'),
    layers: z.array(z.string()).optional().describe('All layers that one cause stops.'),
    status: z.string().optional().describe('HTTP status, or code of TikTok. Missing: there was no answer.'),
  })
  .meta({ id: 'problem', description: 'A problem.' });

/** Absent in the output: nothing is missing. */
export const problems = z.array(problem).optional().describe('Why the output is incomplete. Missing: it is complete.');

export const check = z
  .strictObject({
    code: z
      .enum(Object.keys(CHECK_CODES) as [CheckCode, ...CheckCode[]])
      .describe('Code of the check. A minor version may add codes.'),
    layer: z.string().describe('Name of the layer document.'),
    severity: z.enum(['error', 'warning', 'note']).describe('How severe it is.'),
    message: z.string().describe('The observation.'),
    remedy: z.string().optional().describe('The action that fixes it.'),
    location: location.optional(),
  })
  .meta({ id: 'check', description: 'An observation that is not a change.' });

export const money = z
  .strictObject({
    minor: z.number().int().describe('Minor units, such as cents; for JPY, yen.'),
    currency: z.string().describe('ISO 4217 code.'),
  })
  .meta({ id: 'money', description: 'An amount of money.' });

export const capSum = z
  .union([money, z.literal('none'), z.null()])
  .meta({ id: 'capSum', description: 'A sum of caps. "none": no layer has a cap. null: the unit is not set.' });

const step = z
  .union([
    z.strictObject({ by: z.literal('api').describe('Written by reconcile.') }),
    z.strictObject({
      by: z.literal('human').describe('Manual, because no API can do it.'),
      instructions: z
        .strictObject({
          screen: z.string().describe('The screen to open: a URL, or a description.'),
          tasks: z.array(z.string()).describe('The tasks on that screen, in order.'),
          paste: anyValue.optional().describe('Members to set in the "View as JSON" editor.'),
        })
        .describe('The manual step.'),
    }),
    z.strictObject({
      by: z
        .literal('gated')
        .describe('Sent to the write gate of Layers, which carries it out, queues it or refuses it.'),
      approver: z.string().describe('The approver of queued writes.'),
      campaigns: z
        .array(
          z.strictObject({
            id: z.string().describe('Id of the campaign at Layers.'),
            name: z.string().describe('Name of the campaign.'),
            verb: z.enum(['pause', 'resume']).describe('The requested write.'),
            predicted: z
              .enum(['done', 'queued', 'denied', 'may be denied', 'requested', 'rejected'])
              .describe('The expected result at the gate.'),
            rejected: z
              .string()
              .optional()
              .describe('Id of the same write in the queue of Layers, if a person rejected it there.'),
          }),
        )
        .describe('The campaigns to pause or resume.'),
    }),
  ])
  .meta({ id: 'step', description: 'Who carries out a change, and how.' });

export const fieldChange = z
  .strictObject({
    path: fieldPath,
    before: liveValue.describe('The live value.'),
    after: anyValue.describe('The value as it is sent, or typed in a manual step.'),
    source: location.optional().describe('Location of the value, also if it is inherited. Missing: in no document.'),
  })
  .refine(({ path, before, after }) => FIELDS[path].is(after) && isLive(path, before))
  .meta({ id: 'field', description: 'One field, before and after.' });

/** A live value of the config can be any JSON. */
function isLive(path: FieldPath, live: z.infer<typeof liveValue>): boolean {
  if (isConfigPath(path) || live.provenance === 'unknown' || live.value === undefined) return true;
  return FIELDS[path].is(live.value);
}

export const changeKind = z.enum(CHANGE_KINDS).describe('The subject of the change.');

export const change = z
  .strictObject({
    id: z.string().describe('Stable within a plan.'),
    kind: changeKind,
    layer: z.string().describe('Name of the layer document.'),
    fields: z.array(fieldChange).describe('The changed fields. Empty for install and adopt.'),
    step: step.describe('Who carries out the change, and how.'),
    dependsOn: z.array(z.string()).describe('Ids of changes that must be done first.'),
    basis: z
      .array(z.strictObject({ path: fieldPath, live: liveValue.describe('The value when the plan was made.') }))
      .describe('Other live values that the change depends on.'),
    calls: z.number().int().describe('API requests that an apply sends for the change.'),
    stillOpen: z
      .literal(true)
      .optional()
      .describe('An earlier reviewed plan left the change open. Missing: the diff makes all of it.'),
  })
  .meta({ id: 'change', description: 'One thing to do.' });
