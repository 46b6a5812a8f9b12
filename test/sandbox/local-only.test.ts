import { describe, expect, test } from 'vitest';
import { isForeign } from '../../src/sandbox/core/local-only.ts';
import { inSandbox, worldOf } from './harness.ts';

const cases = [
  { name: 'a program', headers: { host: '127.0.0.1:4010' }, foreign: false },
  { name: 'a program without Host', headers: {}, foreign: false },
  { name: 'the page itself', headers: { host: 'localhost:4010', origin: 'http://localhost:4010' }, foreign: false },
  { name: 'IPv6', headers: { host: '[::1]:4010', origin: 'http://[::1]:4010' }, foreign: false },
  { name: 'a page of the web', headers: { host: '127.0.0.1:4010', origin: 'https://evil.example' }, foreign: true },
  { name: 'a page without an origin', headers: { host: '127.0.0.1:4010', origin: 'null' }, foreign: true },
  { name: 'a page of a different port', headers: { host: 'localhost:1', origin: 'http://localhost:2' }, foreign: true },
  { name: 'a name that leads here', headers: { host: 'evil.example:4010' }, foreign: true },
  {
    name: 'a name that leads here, as its own origin',
    headers: { host: 'evil.example', origin: 'http://evil.example' },
    foreign: true,
  },
  { name: 'a name that begins like loopback', headers: { host: '127.0.0.1.evil.example' }, foreign: true },
];

test.each(cases)('$name: foreign $foreign', ({ headers, foreign }) => {
  expect(isForeign({ headers })).toBe(foreign);
});

describe('a page of a different origin', () => {
  const paths = ['/', '/__sandbox/world', '/__sandbox/clock', '/__sandbox/people/install', '/__sandbox/reset'];
  test.each(paths)('can neither read nor write %s', (path) =>
    inSandbox(worldOf(), async (sandbox) => {
      const before = sandbox.fingerprint();
      for (const method of path === '/' ? ['GET'] : ['GET', 'POST', 'DELETE']) {
        const answer = await fetch(`${sandbox.origin}${path}`, {
          method,
          headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
          ...(method === 'POST' && { body: '{}' }),
        });
        expect(answer.status).toBe(403);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
        expect(await answer.text()).not.toContain('lp_test_');
      }
      expect(sandbox.fingerprint()).toBe(before);
    }),
  );
});
