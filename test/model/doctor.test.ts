import { describe, expect, test } from 'vitest';
import { proxyHost } from '../../src/http/index.ts';
import { mayWrite } from '../../src/model/index.ts';

describe('what a key may write, by its scopes', () => {
  test.each([
    { scopes: undefined, may: [null, null, null], why: 'the API does not show them' },
    { scopes: [], may: [null, null, null], why: 'one generation enforces none, the other grants none' },
    { scopes: ['*'], may: [true, true, true], why: 'it covers every data scope' },
    { scopes: ['projects:read', 'ads:read'], may: [false, false, null], why: 'the scope of a pause is inferred' },
    { scopes: ['projects:write'], may: [true, null, null], why: 'whether it is enough for the toggle is unknown' },
    { scopes: ['projects:write', 'ads:write:capi'], may: [true, true, null], why: 'both are there' },
    { scopes: ['ads:write:lifecycle'], may: [false, false, true], why: 'it pauses (inferred)' },
  ])('$scopes: $why', ({ scopes, may }) => {
    expect(Object.values(mayWrite(scopes))).toEqual(may);
  });
});

describe('the proxy of an origin', () => {
  const env = { HTTPS_PROXY: 'http://maya:secret@proxy.example:3128', NO_PROXY: 'layers.com,.tiktok.com:443' };
  test.each([
    { origin: 'https://api.example.com', proxy: 'proxy.example:3128', why: 'user and password are left out' },
    { origin: 'http://api.example.com', proxy: null, why: 'only https has one' },
    { origin: 'https://api.layers.com', proxy: null, why: 'NO_PROXY covers hosts below it' },
    { origin: 'https://business-api.tiktok.com', proxy: null, why: 'also with a port and a leading dot' },
    { origin: 'https://otherlayers.com', proxy: 'proxy.example:3128', why: 'it only ends alike' },
    { origin: 'https://localhost:4010', proxy: null, why: 'it is this machine' },
  ])('$origin: $proxy, because $why', ({ origin, proxy }) => {
    expect(proxyHost(origin, env)).toBe(proxy);
  });
});
