import { z } from 'zod';
import { schemaId } from '../model/index.ts';
import { location, problem } from './schema-parts.ts';

const name = z.string().describe('Name of the layer document.');
const file = z.string().describe('Path of the layer document.');
const isComplete = z.boolean().describe('Whether the document has an event_map, so that no unknown override exists.');
const isOff = z.boolean().describe('Whether the document turns CAPI off: nothing is forwarded.');
const names = (text: string) => z.array(z.string()).describe(text);
const problems = z.array(problem).optional().describe('Why the output is incomplete. Missing: it is complete.');
const invalid = names('Invalid documents, which are left out.');

const head = (format: string) => ({
  format: z.literal(format).describe('The kind of this output.'),
  version: z.literal(1).describe('Version of the format.'),
});

const mapped = z
  .strictObject({
    sdk: z.string().describe('The SDK event.'),
    target: z.string().describe("TikTok's event."),
    kind: z
      .enum(['standard', 'converted', 'reserved', 'deprecated', 'page-view', 'sdk-spelling', 'custom'])
      .describe('What the target is to TikTok.'),
    countsMoney: z.boolean().describe('Whether the target reports revenue.'),
    by: z.enum(['default', 'document']).describe('The default relay map, or capi.event_map of the document.'),
    location: location.optional(),
    replaces: z.string().optional().describe('The target of the default relay map that the document replaces.'),
  })
  .meta({ id: 'mapped', description: 'An SDK event that is forwarded.' });

const check = z
  .strictObject({
    code: z.string().describe('Code of the check.'),
    layer: name,
    severity: z.enum(['error', 'warning', 'note']).describe('How severe it is.'),
    message: z.string().describe('The observation.'),
    remedy: z.string().optional().describe('The action that removes it.'),
    location: location.optional(),
  })
  .meta({ id: 'check', description: 'An observation that is not a change.' });

const map = z.strictObject({
  ...head('reconcile-events'),
  layers: z
    .array(
      z.strictObject({
        name,
        file,
        mapped: z.array(mapped).describe('Forwarded events, sorted by SDK event.'),
        dropped: names('Documented SDK events that are dropped, like all that are not listed.'),
        isComplete,
        isOff,
        checks: z.array(check).describe('Checks of the event map.'),
      }),
    )
    .describe('The layers, sorted by name.'),
  invalid,
  problems,
});

const explained = z.strictObject({
  ...head('reconcile-event'),
  event: z.string().describe('The SDK event in question.'),
  layers: z
    .array(
      z.strictObject({
        name,
        file,
        mapped: mapped.nullable().describe('What it becomes; null: it is dropped.'),
        countedWith: names('Other SDK events with the same target, if it reports revenue.'),
        similar: names('SDK events with a similar name.'),
        sources: names('SDK events that become it, if it is an event of TikTok.'),
        isComplete,
        isOff,
      }),
    )
    .describe('The layers, sorted by name.'),
  invalid,
  problems,
});

const observed = {
  name: z.string().describe('Name of the SDK event.'),
  count: z.number().int().describe('How often it was read.'),
  lastAt: z.string().describe('When it happened last: ISO 8601, UTC.'),
};

const seen = z.strictObject({
  ...head('reconcile-events-seen'),
  sandbox: z.boolean().describe('Whether Layers is a sandbox.'),
  since: z.string().describe('Start of the window: ISO 8601, UTC.'),
  layers: z
    .array(
      z.strictObject({
        name,
        file,
        project: z.string().describe('The project whose events were read.'),
        app: z.string().nullable().describe('The app whose events were read; null: all of the project.'),
        dropped: z
          .array(z.strictObject({ ...observed, similar: names('Mapped events with a similar name.') }))
          .describe('Events that the map drops, the most frequent first.'),
        forwarded: z
          .array(z.strictObject({ ...observed, target: z.string().describe("TikTok's event.") }))
          .describe('Events that the map forwards, the most frequent first.'),
        unnamed: z.number().int().describe('Events without a readable name or time.'),
        stoppedAt: z
          .string()
          .optional()
          .describe('The read stopped here: there are more events. Missing: it read all.'),
        isComplete,
        isOff,
        checks: z.array(check).describe('Checks of the dropped events.'),
      }),
    )
    .describe('The layers, sorted by name.'),
  unread: names('Layers that could not be read.'),
  calls: z.number().int().describe('API requests that were sent.'),
  problems,
});

const output = z.union([map, explained, seen]).meta({
  title: 'reconcile: events',
  description: 'The outputs of `reconcile events`, `events explain` and `events --seen` with --format json.',
});

/** In draft-07. */
export function eventsSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(output, { target: 'draft-7', io: 'input' }) as Record<string, unknown>;
  return { ...schema, $id: schemaId('events') };
}
