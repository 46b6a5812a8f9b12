import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDispatcher } from '../../src/http/index.ts';
import { isLoopback, isThisMachine } from '../../src/model/index.ts';

let [proxy, api]: Server[] = [];
const asked: string[] = [];
const portOf = (server: Server | undefined): number => (server?.address() as AddressInfo | undefined)?.port ?? 0;

beforeAll(async () => {
  proxy = createServer((_, answer) => answer.end('by proxy'));
  proxy.on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
  api = createServer((_, answer) => answer.end('directly'));
  for (const server of [proxy, api]) await new Promise<void>((up) => server?.listen(0, '127.0.0.1', up));
});

afterAll(() => {
  for (const server of [proxy, api]) server?.closeAllConnections();
  for (const server of [proxy, api]) server?.close();
});

/** The route of a request: direct, the host that a proxy was used for, or `nowhere`. */
async function went(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  asked.length = 0;
  const dispatcher = createDispatcher({ env, deadline: (ms) => AbortSignal.timeout(ms) });
  try {
    const answer = await request(url, { dispatcher, signal: AbortSignal.timeout(5_000) });
    return await answer.body.text();
  } catch {
    return asked[0] ?? 'nowhere';
  } finally {
    await dispatcher.destroy();
  }
}

const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
const forms = [(at: string) => `http://${at}`, (at: string) => at, (at: string) => `user:pass%40word@${at}/`];

test.each(names.flatMap((name) => forms.map((form) => ({ name, value: form('HOST:PORT'), form }))))(
  '$name=$value is used',
  async ({ name, form }) => {
    const value = form(`127.0.0.1:${portOf(proxy)}`);
    expect(await went('https://layers.invalid/v1', { [name]: value })).toBe('layers.invalid:443');
  },
);

test.each([
  ['lower case holds', { https_proxy: 'PROXY', HTTPS_PROXY: 'none.invalid:1' }, 'a.invalid:443'],
  ['an empty one counts as not there', { https_proxy: '', HTTPS_PROXY: 'PROXY' }, 'a.invalid:443'],
  ['NO_PROXY', { HTTPS_PROXY: 'PROXY', NO_PROXY: 'b.invalid, .invalid' }, 'nowhere'],
  ['no_proxy', { HTTPS_PROXY: 'PROXY', no_proxy: 'a.invalid' }, 'nowhere'],
  ['NO_PROXY of others', { HTTPS_PROXY: 'PROXY', NO_PROXY: 'b.invalid,xa.invalid' }, 'a.invalid:443'],
  ['NO_PROXY=*', { HTTPS_PROXY: 'PROXY', NO_PROXY: '*' }, 'nowhere'],
  ['* in a list', { HTTPS_PROXY: 'PROXY', NO_PROXY: 'b.invalid, *' }, 'nowhere'],
  ['a broken one is not gone around', { HTTPS_PROXY: 'ftp://PROXY' }, 'nowhere'],
])('%s', async (_, env: Record<string, string>, way) => {
  const at = `127.0.0.1:${portOf(proxy)}`;
  const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('PROXY', at)]));
  expect(await went('https://a.invalid/', filled)).toBe(way);
});

/** The hosts of this machine: which of them may be asked without encryption, too. */
const HOSTS = [
  { host: '127.0.0.1', here: true, plain: true },
  { host: '127.255.0.7', here: true, plain: true },
  { host: '2130706433', here: true, plain: true },
  { host: '0x7f000001', here: true, plain: true },
  { host: '0x7f.1', here: true, plain: true },
  { host: '0177.0.0.1', here: true, plain: true },
  { host: '127.1', here: true, plain: true },
  { host: '[::1]', here: true, plain: true },
  { host: '[0:0:0:0:0:0:0:1]', here: true, plain: true },
  { host: '[::ffff:127.0.0.1]', here: true, plain: true },
  { host: '[::ffff:7f01:203]', here: true, plain: true },
  { host: 'localhost', here: true, plain: true },
  { host: 'LOCALHOST', here: true, plain: true },
  { host: 'api.localhost', here: true, plain: false },
  { host: '0.0.0.0', here: true, plain: false },
  { host: '0', here: true, plain: false },
  { host: '[::]', here: true, plain: false },
  { host: 'localhost.example.com', here: false, plain: false },
  { host: 'notlocalhost', here: false, plain: false },
  { host: '127.0.0.1.example.com', here: false, plain: false },
  { host: '128.0.0.1', here: false, plain: false },
  { host: '[::ffff:128.0.0.1]', here: false, plain: false },
  { host: '[::2]', here: false, plain: false },
  { host: '[2001:db8::7f00:1]', here: false, plain: false },
];

test.each(HOSTS)('$host is this machine: $here; and allows plain HTTP: $plain', ({ host, here, plain }) => {
  const { hostname } = new URL(`http://${host}:4010`);
  expect([isThisMachine(hostname), isLoopback(hostname)]).toEqual([here, plain]);
});

test.each(['127.0.0.1', '2130706433', '0x7f.1', 'localhost', '0.0.0.0', '[::ffff:127.0.0.1]'])(
  '%s is never sent through a proxy',
  async (host) => {
    const at = `127.0.0.1:${portOf(proxy)}`;
    expect(await went(`http://${host}:${portOf(api)}/`, { HTTP_PROXY: at, HTTPS_PROXY: at })).toBe('directly');
    expect(asked).toEqual([]);
  },
);
