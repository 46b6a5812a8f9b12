import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpack } from '../../src/http/unpack.ts';
import manifest from '../../package.json' with { type: 'json' };
import { openWire, sends, type Wire } from './wire.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await openWire();
});

afterAll(() => wire.close());

const JSON_TEXT = JSON.stringify({ text: 'ä'.repeat(1_000) });

test('every request has a user agent', async () => {
  wire.answer(sends('{}'));
  await wire.ask();
  const first = wire.heard()['user-agent'];
  await wire.fetched();
  expect([first, wire.heard()['user-agent']]).toEqual(Array(2).fill(`reconcile/${manifest.version}`));
});

describe('a response', () => {
  const type = { 'content-type': 'application/json' };

  test('in several parts, behind an early one, is whole', async () => {
    wire.answer((outgoing) => {
      outgoing.writeEarlyHints({ link: '</a>; rel=preload' });
      outgoing.writeHead(200, type);
      outgoing.write('{"text":"a');
      setImmediate(() => outgoing.end('b"}'));
    });
    expect(await wire.ask()).toEqual({ text: 'ab' });
  });

  test('that breaks off is lost', async () => {
    wire.answer((outgoing) => {
      outgoing.writeHead(200, { ...type, 'content-length': 100 });
      outgoing.write('{"text":');
      setImmediate(() => outgoing.destroy());
    });
    expect(await wire.ask()).toContain('request to Example failed');
  });

  test('that is too large closes its connection', async () => {
    const closed = new Promise<void>((done) => {
      wire.answer((outgoing) => {
        outgoing.on('close', done);
        outgoing.writeHead(200, type);
        outgoing.write(Buffer.alloc(20_000_001, ' '));
      });
    });
    expect(await wire.ask()).toContain('larger than 20 MB');
    await closed;
  });
});

describe('an answer that is packed', () => {
  test.each([
    ['gzip', gzipSync(JSON_TEXT)],
    ['x-gzip', gzipSync(JSON_TEXT)],
    ['GZIP', gzipSync(JSON_TEXT)],
    ['deflate', deflateSync(JSON_TEXT)],
    ['deflate', deflateRawSync(JSON_TEXT)],
    ['br', brotliCompressSync(JSON_TEXT)],
    ['identity', Buffer.from(JSON_TEXT)],
    ['', Buffer.from(JSON_TEXT)],
    ['deflate, gzip', gzipSync(deflateSync(JSON_TEXT))],
  ])('as %j is read', async (encoding, body) => {
    wire.answer(sends(body, encoding));
    expect(await wire.ask()).toEqual(JSON.parse(JSON_TEXT));
    expect(wire.heard()['accept-encoding']).toBe('gzip, deflate, br');
  });

  test('is also read for the GitHub library', async () => {
    wire.answer(sends(gzipSync(JSON_TEXT), 'gzip'));
    expect(await wire.fetched()).toBe(JSON_TEXT);
  });

  test('without a body is empty', async () => {
    wire.answer(sends('', 'gzip'));
    expect(await wire.ask()).toBe('empty');
  });

  test.each([
    ['cut off', 'gzip', gzipSync(JSON_TEXT).subarray(0, 20)],
    ['not packed at all', 'br', Buffer.from(JSON_TEXT)],
    ['of an unknown kind', 'zstd', Buffer.from(JSON_TEXT)],
    ['of too many layers', 'gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(JSON_TEXT)))],
  ])('%s is a lost response', async (_, encoding, body) => {
    wire.answer(sends(body, encoding));
    expect(await wire.ask()).toContain('request to Example failed');
  });

  const large = Buffer.alloc(1_001, 'a');
  test.each([
    ['gzip', gzipSync(large)],
    ['deflate', deflateSync(large)],
    ['br', brotliCompressSync(large)],
    ['gzip, gzip', gzipSync(gzipSync(large))],
  ])('as %s and larger than the limit is not unpacked', async (encoding, body) => {
    expect(await unpack(body, encoding, 1_000)).toEqual({ outcome: 'too-large' });
    expect(await unpack(body, encoding, 1_001)).toMatchObject({ outcome: 'whole' });
  });
});
