import { fetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { Reception } from '../../src/http/receive.ts';
import { type Answered, AnsweringDispatcher } from './answering.ts';

const ORIGIN = 'https://api.example.com';

const WAYS: Readonly<Record<string, (network: AnsweringDispatcher) => Promise<Answered>>> = {
  'as reconcile sends': async (network) => {
    const options = { origin: ORIGIN, path: '/v1', method: 'GET' } as const;
    const { status, headers, bytes } = await new Reception(1_000).responseTo(options, network);
    return { status, headers: { kind: String(headers['kind']) }, body: Buffer.from(bytes ?? []).toString() };
  },
  'as fetch sends': async (network) => {
    const response = await fetch(`${ORIGIN}/v1`, { dispatcher: network });
    return {
      status: response.status,
      headers: { kind: String(response.headers.get('kind')) },
      body: await response.text(),
    };
  },
};

// The long suite would only wait until its timeout.
describe.each(Object.entries(WAYS))('a network of the tests, %s', (_, send) => {
  test('answers', async () => {
    const answered = { status: 429, headers: { kind: 'test' }, body: 'slow down' };
    await expect(send(new AnsweringDispatcher(async () => answered))).resolves.toEqual(answered);
  });

  test('breaks', async () => {
    // `fetch` has its own message, and the one of the network as the cause.
    await expect(send(new AnsweringDispatcher(async () => new Error('reset')))).rejects.toThrow(
      /^(reset|fetch failed)$/,
    );
  });
});
