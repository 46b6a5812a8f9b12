import { describe, expect, test } from 'vitest';
import { createRepository } from '../src/github/index.ts';
import { createLayers } from '../src/layers/index.ts';
import { type Problem, type LayersWriter, unsafeSegment, urlPath } from '../src/model/index.ts';
import { settingsShape } from '../src/settings/shape.ts';
import { NEVER, ORIGIN, harnessWith } from './http/harness.ts';
import { ENDPOINT } from './support/layers.ts';

/** Ids that would lead elsewhere: as they are, percent-encoded once and more often, and as parts of a path. */
const UNSAFE: readonly string[] = [
  '.',
  '..',
  '%2e',
  '%2E',
  '%2e%2e',
  '%2E%2e',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '%25252e%25252e',
  '../..',
  'a/../b',
  '..%2f..',
  '..\\..',
  '%5c..',
  '%2e%2e%2f%ff',
  '',
];

const SAFE: readonly string[] = [
  'prj_1',
  'a.b',
  '...',
  '..a',
  'renovate[bot]',
  'ä',
  'a b',
  '100%',
  '%zz',
  'a?b#c',
  'a/b',
  'a%2fb',
  ';',
];

describe('a segment', () => {
  test.each(UNSAFE)('"%s" is found anywhere in a path', (segment) => {
    const paths = [urlPath('v1', segment, 'x'), urlPath('v1', segment), `${urlPath('v1', segment, 'x')}?page=1`];
    for (const path of paths) expect(unsafeSegment(path), path).toBeDefined();
  });

  test.each(SAFE)('"%s" stays one segment', (segment) => {
    const path = urlPath('v1', segment, 'x');
    expect(unsafeSegment(path)).toBeUndefined();
    const parts = new URL(path, ORIGIN).pathname.split('/');
    expect(parts.map(decodeURIComponent)).toEqual(['', 'v1', segment, 'x']);
  });

  test.each(UNSAFE.filter((segment) => !segment.includes('/')))('"%s" is found if it is not encoded', (segment) => {
    expect(unsafeSegment(`/v1/${segment}/x`)).toBeDefined();
  });

  test('only the end of a path may be empty, and a query is not part of it', () => {
    expect(unsafeSegment('/open_api/v1.3/advertiser/info/?ids=..')).toBeUndefined();
    expect(unsafeSegment('/v1//x')).toBe('');
  });
});

type Asked = { readonly ok: boolean; readonly problems?: readonly Problem[] };

const LAYERS: Readonly<Record<string, (layers: LayersWriter, id: string) => Promise<Asked>>> = {
  'a project': (layers, id) => layers.project(id, NEVER),
  'the campaigns of a project': (layers, id) => layers.campaigns(id, NEVER),
  'the authority over a campaign': (layers, id) => layers.authority('prj_1', id, NEVER),
  'a campaign that is paused': (layers, id) => layers.setCampaign('prj_1', id, 'pause', 'key', NEVER),
  'a config at an endpoint': (layers, id) =>
    layers.writeConfig(
      { address: { project: 'prj_1', wantsToggle: false }, layerId: id, fields: [], basis: [], key: 'key' },
      NEVER,
    ),
};

describe.each(Object.entries(LAYERS))('%s at Layers', (_, ask) => {
  test.each(UNSAFE)('with the id "%s" sends no request', async (id) => {
    const { log, machine } = harnessWith(() => ({}));
    const { writer } = createLayers({ machine, origin: ORIGIN, key: 'lp_live_a_b', transport: ENDPOINT });
    expect(await ask(writer, id)).toMatchObject({ ok: false, problems: [{ code: 'api/unreadable' }] });
    expect(log).toEqual([]);
  });
});

describe('a person at GitHub', () => {
  test.each(UNSAFE)('with the login "%s" sends no request', async (login) => {
    const sent: string[] = [];
    const fetch = async (url: string) => {
      sent.push(url);
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    };
    const repository = createRepository(
      { fetch, token: 'token', baseUrl: 'https://api.github.example/api/v3', signal: NEVER, second: 'none' },
      { owner: 'acme', repo: 'ads' },
    );
    expect(await repository.permission(login)).toMatchObject({ ok: false });
    expect(sent).toEqual([]);
  });
});

test.each([
  '/v1/./projects/{projectId}/{layerId}',
  '/v1/../projects/{projectId}/{layerId}',
  '/v1/projects/{projectId}/{layerId}/.',
  '/v1/projects/{projectId}/{layerId}/%2e%2e',
  '/v1//projects/{projectId}/{layerId}',
])('the transport path %s is a problem in the settings', (path) => {
  const transport = { kind: 'endpoint', path, update: 'merge' };
  expect(settingsShape.safeParse({ transport }).success).toBe(false);
});
