import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ADVERTISER, ask, inSandbox, KEY, PROJECT, TOKEN, worldOf } from './harness.ts';

const ID = '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10';

test('contains the request and the status of the response', () =>
  inSandbox(worldOf(), async (sandbox) => {
    await ask(sandbox, `/v1/projects?limit=1`);
    await ask(sandbox, `/v1/projects/${PROJECT}`, {
      method: 'PATCH',
      body: { name: 'A' },
      headers: { 'idempotency-key': ID },
    });
    await ask(sandbox, `/v1/projects/${PROJECT}`, { method: 'PATCH', body: { name: '' } });
    await ask(sandbox, '/open_api/v1.3/pixel/list/');
    await ask(sandbox, '/__sandbox/people/install', { method: 'POST', body: {} });
    await ask(sandbox, '/__sandbox/health');
    expect(sandbox.log()).toEqual([
      { n: 1, method: 'GET', path: '/v1/projects?limit=1', api: 'layers', status: 200, replayed: false },
      {
        n: 2,
        method: 'PATCH',
        path: `/v1/projects/${PROJECT}`,
        api: 'layers',
        status: 200,
        idempotencyKey: ID,
        replayed: false,
        body: { name: 'A' },
      },
      {
        n: 3,
        method: 'PATCH',
        path: `/v1/projects/${PROJECT}`,
        api: 'layers',
        status: 422,
        code: 'VALIDATION',
        replayed: false,
        body: { name: '' },
      },
      {
        n: 4,
        method: 'GET',
        path: '/open_api/v1.3/pixel/list/',
        api: 'tiktok',
        status: 200,
        code: 40002,
        replayed: false,
      },
      {
        n: 5,
        method: 'POST',
        path: '/__sandbox/people/install',
        api: 'sandbox',
        status: 422,
        code: 'VALIDATION',
        replayed: false,
        body: {},
      },
    ]);
    expect((await ask(sandbox, '/__sandbox/log')).body.items).toEqual(sandbox.log());
    sandbox.clearLog();
    expect(sandbox.log()).toEqual([]);
  }));

test('contains no credential, from any place of a request', () =>
  inSandbox(worldOf(), async (sandbox) => {
    const secret = fc.constantFrom(
      KEY,
      TOKEN,
      'sandbox-tiktok-revoked',
      'a-token-of-nobody',
      'lp_live_neverissued_00000',
    );
    const place = fc.constantFrom('path', 'query', 'hidden', 'veiled', 'body', 'key', 'idempotency', 'nothing');
    await fc.assert(
      fc.asyncProperty(secret, place, async (value, where) => {
        const hidden = [...value].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
        const query =
          where === 'query' ? `?a=${value}` : where === 'hidden' ? `?b=${hidden}&advertiser_id=${ADVERTISER}` : '';
        const path =
          where === 'path' ? `/v1/${value}` : where === 'veiled' ? `/v1/${hidden}` : '/open_api/v1.3/pixel/list/';
        await ask(sandbox, path + query, {
          key: null,
          ...(where === 'body' || where === 'key'
            ? { method: 'PATCH', body: where === 'key' ? { [value]: 1 } : { deep: [{ text: `x${value}y` }] } }
            : {}),
          headers: {
            'access-token': value,
            authorization: `Bearer ${value}`,
            ...(where === 'idempotency' ? { 'idempotency-key': value } : {}),
          },
        });
        const text = JSON.stringify(sandbox.log());
        expect(text).not.toContain(value);
        expect(text.toLowerCase()).not.toContain(hidden.toLowerCase());
      }),
      { numRuns: 100 },
    );
    expect(sandbox.log().length).toBe(100);
  }));
