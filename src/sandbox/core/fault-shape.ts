import { z } from 'zod';
import { no, shape } from './world-parts.ts';

const milliseconds = z.int().min(0).max(600_000);
const status = z.int().min(200).max(599);

const kinds = z.discriminatedUnion('kind', [
  shape('Another status and body.', {
    kind: z.literal('status').describe('An answer that does not come from the API.'),
    status: status.describe('The HTTP status.'),
    body: z
      .unknown()
      .optional()
      .describe("Text as it is, anything else as JSON. Absent: a refusal in the API's envelope."),
    headers: z
      .record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[\x20-\x7e]*$/))
      .default({})
      .describe('Headers of the answer.'),
    commits: no('Whether the request still takes effect.'),
  }),
  shape('The request is answered as usual, but later.', {
    kind: z.literal('latency').describe('The answer is late.'),
    ms: milliseconds.describe("Milliseconds of the machine's clock."),
  }),
  shape('The connection breaks before anything happened.', {
    kind: z.literal('reset-before').describe('The connection breaks; nothing took effect.'),
  }),
  shape('The connection breaks after the request took effect.', {
    kind: z.literal('reset-after').describe('The connection breaks; the request took effect.'),
  }),
  shape('Half of the body, with the Content-Length of the whole.', {
    kind: z.literal('truncate').describe('Half of the body is sent, then the connection breaks.'),
  }),
  shape("A proxy's page in place of the answer; nothing took effect.", {
    kind: z.literal('not-json').describe('The answer is an HTML page.'),
    status: status.default(200).describe('Its HTTP status.'),
  }),
  shape('429 at Layers, 40100 in HTTP 200 at TikTok; nothing took effect.', {
    kind: z.literal('throttle').describe('Too many requests.'),
    retryAfter: z.int().min(0).default(1).describe('Seconds, in Retry-After. TikTok has no such header.'),
    code: z.int().default(40_100).describe("TikTok's code. Layers has one: RATE_LIMITED."),
  }),
  shape('The last entries of a list are missing, without any indication.', {
    kind: z.literal('short-page').describe('A list without its end.'),
    missing: z.int().min(1).default(1).describe('Number of entries that are omitted.'),
  }),
  shape('A read returns the state before the last write since the fault was scripted.', {
    kind: z.literal('stale-read').describe('A read does not see the last write.'),
  }),
  shape('The body is sent a few bytes at a time.', {
    kind: z.literal('slow-drip').describe('The body is sent in small parts.'),
    ms: milliseconds.describe('Milliseconds between two parts.'),
    bytes: z.int().min(1).default(64).describe('Bytes per part.'),
  }),
]);

export const faultShape = shape(
  'A fault in some requests to either API. Each request gets the first fault that is due.',
  {
    method: z
      .string()
      .regex(/^[A-Z]+$/)
      .optional()
      .describe('HTTP method. Absent: any.'),
    path: z.string().min(1).describe('The path without the query, as sent. * matches any text.'),
    after: z.int().min(0).default(0).describe('Number of matching requests to skip first.'),
    times: z.int().min(1).default(1).describe('Number of matching requests to affect.'),
    fault: kinds.describe('The fault.'),
  },
);

export type Fault = z.output<typeof faultShape>;
type AnyFaultKind = Fault['fault'];
export type FaultKind<K extends AnyFaultKind['kind'] = AnyFaultKind['kind']> = Extract<AnyFaultKind, { kind: K }>;
