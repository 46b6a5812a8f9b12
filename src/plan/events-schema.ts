import { z } from 'zod';
import { calls, check, count, countsOf, head, location, outputSchema, problems } from './schema-parts.ts';

const name = z.string().describe('Name of the layer document.');
const file = z.string().describe('Path of the layer document.');
const isComplete = z.boolean().describe('Whether the document has an event_map, so that no unknown override exists.');
const isOff = z.boolean().describe('Whether the document turns CAPI off: nothing is forwarded.');
const names = (text: string) => z.array(z.string()).describe(text);
const invalid = names('Invalid documents, which are left out.');

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
  counts: countsOf({
    layers: 'Layers.',
    mapped: 'Forwarded events, of all layers.',
    dropped: 'Documented events that are dropped, of all layers.',
    checks: 'Checks.',
    invalid: 'Invalid documents.',
  }),
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
  counts: countsOf({
    layers: 'Layers.',
    forwarded: 'Layers that forward the event.',
    invalid: 'Invalid documents.',
  }),
});

const observed = {
  name: z.string().describe('Name of the SDK event.'),
  count: count.describe('How often it was read.'),
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
        unnamed: count.describe('Events without a readable name or time.'),
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
  calls,
  problems,
  counts: countsOf({
    layers: 'Layers.',
    forwarded: 'Names of events that are forwarded, of all layers.',
    dropped: 'Names of events that are dropped, of all layers.',
    checks: 'Checks.',
    unread: 'Layers that could not be read.',
  }),
});

const output = z.union([map, explained, seen]).meta({
  title: 'reconcile: events',
  description: 'The outputs of `reconcile events`, `events explain` and `events --seen` with --format json.',
});

export function eventsSchema(): Record<string, unknown> {
  return outputSchema(output, 'events');
}
