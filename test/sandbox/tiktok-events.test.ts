import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { proves } from '../support/conformance.ts';
import { ask, inSandbox } from './harness.ts';
import { type Case, tiktokProves } from './tiktok-cases.ts';
import { agencyWorld, CODE, EVENTS } from './tiktok-harness.ts';

const hashed = createHash('sha256').update('nobody').digest('hex');
const event = {
  event: 'Purchase',
  event_time: 1_794_312_000,
  event_id: 'o1',
  user: { external_id: hashed },
  page: { url: 'https://example.com' },
};
const batch = (more = {}) => ({ event_source: 'web', event_source_id: CODE, data: [event], ...more });

const cases: readonly Case[] = [
  { path: '/event/track/', body: batch(), token: EVENTS, why: 'received, without details', data: {} },
  { path: '/event/track/', body: batch(), why: 'a marketing token will do', data: {} },
  {
    path: '/event/track/',
    body: batch({ event_source: undefined }),
    why: 'source',
    code: 40002,
    says: 'Invalid value for event_source: must be web, app or offline.',
  },
  {
    path: '/event/track/',
    body: batch({ event_source_id: 7 }),
    why: 'an id that is a number',
    code: 40002,
    says: 'Invalid value for event_source_id: not a valid string.',
  },
  {
    path: '/event/track/',
    body: batch({ event_source: 'offline' }),
    why: 'a pixel code is not an event set',
    code: 40002,
    says: 'Invalid value for event_source_id: not a valid string.',
  },
  {
    path: '/event/track/',
    body: batch({ data: [{ ...event, event_id: 7 }] }),
    why: 'event_id is text',
    code: 40002,
    says: 'event_id: not a valid string.',
  },
  {
    path: '/event/track/',
    body: batch({ data: [{ ...event, page: undefined }] }),
    why: 'web events have a page',
    code: 40002,
    says: 'page',
  },
  {
    path: '/event/track/',
    body: batch({ data: [{ ...event, user: { email: 'a@example.com' } }] }),
    why: 'in the clear',
    code: 40062,
  },
  {
    path: '/event/track/',
    body: batch({ data: Array(1001).fill(event) }),
    aspect: 'limits',
    certainty: 'inferred',
    why: '1001 events',
    code: 40061,
  },
  {
    path: '/event/track/',
    body: batch({ event_source_id: 'C3QABCD1234567890ABD' }),
    token: EVENTS,
    certainty: 'inferred',
    why: 'a pixel that the token is not for',
    code: 40001,
  },
  {
    path: '/event/track/',
    body: batch({ data: [] }),
    certainty: 'unknown',
    why: 'HTTP 400, as some observed',
    code: 40002,
    status: 400,
    switches: { eventRefusalStatus: 400 },
  },
];

tiktokProves(cases);

proves(
  { api: 'tiktok', method: 'POST', path: '/open_api/v1.3/event/track/', aspect: 'errors', certainty: 'unknown' },
  'a refusal without data',
  () =>
    inSandbox(agencyWorld({ eventRefusalsHaveData: false }), async (sandbox) => {
      const headers = { 'access-token': EVENTS };
      const refused = await ask(sandbox, '/open_api/v1.3/event/track/', {
        method: 'POST',
        headers,
        body: batch({ data: [] }),
      });
      expect(Object.keys(refused.body)).toEqual(['code', 'message', 'request_id']);
      const taken = await ask(sandbox, '/open_api/v1.3/event/track/', { method: 'POST', headers, body: batch() });
      expect(taken.body).toMatchObject({ code: 0, data: {} });
    }),
);
