import { expect } from 'vitest';
import { createLayers } from '../../src/layers/index.ts';
import { readLive } from '../../src/live/index.ts';
import { createTikTok } from '../../src/tiktok/index.ts';
import { NEVER, ORIGIN, type FakeResponse, type Request, harnessWith } from '../http/harness.ts';
import { endpoint } from '../layers/config-server.ts';
import { account, app, APP, capi, DEFAULTS, DOCUMENTED } from '../layers/world.ts';
import { aDesired, NOON } from '../support/layers.ts';
import { pageOf, row, yes } from '../tiktok/harness.ts';

export const GOOD = { project: 'p-good', account: '7000000000000000001' };
export const BAD = { project: 'p-bad', account: '7000000000000000002' };
const PIXEL = 'C4A9P2Q7R5S8T1U6V2W0';

const desired = [GOOD, BAD].map(({ project, account: adAccountId }) =>
  aDesired({ name: project, project, fields: { adAccountId, 'capi.pixel_id': PIXEL, state: 'paused' } }),
);

/** An answer that is as documented, for whichever layer asks. */
function usual({ path }: Request): FakeResponse {
  const id = path.includes(BAD.project) || path.includes(BAD.account) ? BAD.account : GOOD.account;
  if (path.includes('/whoami')) return { body: { organizationId: 'org-1' } };
  if (path.includes('/ads/ad-accounts')) return { body: { items: [account(id)] } };
  if (path.includes('/ads/tiktok/defaults')) return DEFAULTS;
  if (path.includes('/ads/tiktok/pending')) return { body: { items: [] } };
  if (path.includes('/ads/campaigns')) return { body: { items: [] } };
  if (path.includes('/ads/capi-status')) return capi();
  if (path.includes('/sdk-apps')) return { body: { items: [app(APP)] } };
  if (path.endsWith('/config')) return { body: { adAccountId: id, capi: {} } };
  if (path.includes('/advertiser/info/')) return yes({ list: [row(GOOD.account), row(BAD.account)] });
  if (path.includes('/pixel/list/')) return yes({ pixels: [{ pixel_id: '1', pixel_code: PIXEL }] });
  if (path.includes('/report/')) return pageOf([]);
  return { body: { id, metadata: {} } };
}

const deep = `${'{"a":['.repeat(5_000)}${']}'.repeat(5_000)}`;
const strange = String.raw`"\u0000\ud800<script>\u202e"`;

/** Undocumented answers, by kind. */
export const HOSTILE: Readonly<Record<string, FakeResponse>> = {
  'HTML with 200': { body: '<html>\u0000</html>', headers: { 'content-type': 'text/html' } },
  'HTML said to be JSON': { body: '<html>' },
  nothing: { body: '' },
  null: { body: 'null' },
  'a list': { body: '[[]]' },
  'a number': { body: '1e400' },
  deep: { body: deep },
  'deep where data is': { body: `{"code":0,"message":"OK","data":${deep},"metadata":${deep},"items":${deep}}` },
  'wrong types': { body: { code: 0, message: 7, data: 7, items: 7, platforms: 7, layerId: 7, metadata: 7, capi: 7 } },
  'wrong items': { body: { code: 0, data: { list: [7, null], pixels: [7] }, items: [7, null], platforms: [7] } },
  'odd keys': {
    body: '{"__proto__":{"items":[]},"constructor":{"prototype":1},"toString":1,"metadata":{"__proto__":1}}',
  },
  'odd text': {
    body: `{"items":[{"externalId":${strange},"name":${strange}}],"nextCursor":${strange},"layerId":${strange},"platforms":[]}`,
  },
  'a far revision': {
    body: '{"id":"x","metadata":{"reconcile":{"format":1,"revision":9007199254740993,"layers":{}}}}',
  },
  'a large body': { body: JSON.stringify({ code: 0, data: 'x'.repeat(21_000_000) }) },
  'a redirect': { status: 302, headers: { location: `https://${'x'.repeat(300)}.example/` } },
  'a failure with odd words': { status: 500, body: `{"error":{"code":${strange},"message":${strange}}}` },
};

/** Every request that is about one layer. */
export const PLACES = [
  `/v1/projects/${BAD.project}$`,
  '/ads/ad-accounts',
  '/ads/tiktok/defaults',
  '/ads/capi-status',
  '/ads/campaigns',
  '/ads/tiktok/pending',
  '/sdk-apps',
  '/config$',
  '/pixel/list/',
];

export async function readWith(place: string, reply: FakeResponse, transport: 'documented' | 'endpoint') {
  const about = new RegExp(place.replace(/^\/(?!v1)/, `(${BAD.project}|${BAD.account}|open_api).*/`));
  const isBad = ({ path }: Request): boolean =>
    about.test(path.replace(/\?.*$/, '')) && (path.includes(BAD.project) || path.includes(BAD.account));
  const harness = harnessWith((request) => (isBad(request) ? reply : usual(request)));
  const { reader: layers } = createLayers({
    machine: harness.machine,
    origin: ORIGIN,
    key: 'lp_live_0123456789abcdef',
    transport: transport === 'documented' ? DOCUMENTED : endpoint('merge'),
  });
  const { reader: tiktok } = createTikTok({ machine: harness.machine, origin: ORIGIN, token: 'act.0123456789abcdef' });
  const hosts = { layers: 'layers.test', tiktok: 'tiktok.test' };
  const ports = { layers, tiktok, hosts, codeOf: () => undefined };
  return readLive(desired, () => ports, NOON, NEVER);
}

/** Reads both layers with one hostile answer at each place in turn: at most the layer that it is about is not read. */
export async function expectIsolation(reply: FakeResponse, transport: 'documented' | 'endpoint'): Promise<void> {
  for (const place of PLACES) {
    const { live, unread, problems } = await readWith(place, reply, transport);
    expect(
      live.map(({ name }) => name),
      place,
    ).toContain(GOOD.project);
    expect(
      unread.filter((name) => name !== BAD.project),
      place,
    ).toEqual([]);
    const told = problems.flatMap(({ layer, layers = [] }) => [layer, ...layers]);
    expect(told.includes(BAD.project), place).toBe(unread.includes(BAD.project));
    for (const { message } of problems) expect(message.length, place).toBeLessThan(2_000);
  }
}
