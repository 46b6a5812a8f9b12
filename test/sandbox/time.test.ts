import { describe, expect, test } from 'vitest';
import { startSandbox, type World } from '../../src/sandbox/index.ts';
import { realSleep } from '../support/real-sleep.ts';
import { ask, inSandbox, worldOf } from './harness.ts';

const CLOCK = '/__sandbox/clock';
const BEGIN = '2026-11-10T12:00:00.000Z';

describe('the clock', () => {
  test('does not move if the world has now, until it is set', () =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await ask(sandbox, CLOCK)).body).toEqual({ now: BEGIN, speed: 0 });
      const moved = await ask(sandbox, CLOCK, { method: 'POST', body: { advance: 'PT15M' } });
      expect(moved.body).toEqual({ now: '2026-11-10T12:15:00.000Z', speed: 0 });
      sandbox.advance('1d');
      sandbox.advance(1000);
      expect(sandbox.now().toISOString()).toBe('2026-11-11T12:15:01.000Z');
      await ask(sandbox, CLOCK, { method: 'POST', body: { now: '2026-01-01T00:00:00Z' } });
      expect((await ask(sandbox, '/__sandbox/health')).body.now).toBe('2026-01-01T00:00:00.000Z');
      await ask(sandbox, '/__sandbox/reset', { method: 'POST' });
      expect(sandbox.now().toISOString()).toBe(BEGIN);
    }));

  test.each([
    { name: 'a world with now, at double speed', why: 'time runs from there', speed: 2, seconds: 20 },
    { name: 'a world with now, at half speed', why: 'slow motion', speed: 0.5, seconds: 5 },
    { name: 'a world with now, without a speed', why: 'it does not advance', speed: undefined, seconds: 0 },
  ])('$name: $why', async ({ speed, seconds }) => {
    let machine = Date.parse('2030-01-01T00:00:00Z');
    const world: World = { ...worldOf(), clock: { speed } };
    const sandbox = await startSandbox({ world, now: () => new Date(machine), sleep: realSleep });
    machine += 10_000;
    expect(sandbox.now().getTime() - Date.parse(BEGIN)).toBe(seconds * 1000);
    await sandbox.stop();
  });

  test('runs with the machine in a world without now, and faster with a speed', async () => {
    let machine = Date.parse('2030-01-01T00:00:00Z');
    const sandbox = await startSandbox({
      world: { ...worldOf(), now: undefined },
      now: () => new Date(machine),
      sleep: realSleep,
    });
    machine += 5000;
    expect((await ask(sandbox, CLOCK)).body).toEqual({ now: '2030-01-01T00:00:05.000Z', speed: 1 });
    await ask(sandbox, CLOCK, { method: 'POST', body: { speed: 60 } });
    machine += 1000;
    expect(sandbox.now().toISOString()).toBe('2030-01-01T00:01:05.000Z');
    const id = sandbox.snapshot();
    machine += 1000;
    sandbox.restore(id);
    expect(sandbox.now().toISOString()).toBe('2030-01-01T00:01:05.000Z');
    machine += 1000;
    expect(sandbox.now().toISOString()).toBe('2030-01-01T00:02:05.000Z');
    await sandbox.stop();
  });

  test.each([
    { name: 'an invalid length', why: 'a month has no fixed length', body: { advance: 'P1M' } },
    { name: 'an invalid time', why: 'the time is unknown', body: { now: 'soon' } },
    { name: 'two destinations', why: 'one of them would be ignored', body: { now: BEGIN, advance: 'PT1S' } },
    { name: 'a clock that runs backwards', why: 'a due action would never run', body: { speed: -1 } },
    { name: 'a speed without end', why: 'JSON reads 1e999 as infinity', body: '{"speed":1e999}' },
  ])('refuses $name: $why', ({ body }) =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await ask(sandbox, CLOCK, { method: 'POST', body })).status).toBe(422);
      expect(sandbox.now().toISOString()).toBe(BEGIN);
    }),
  );

  test.each([
    { text: 'PT5M', seconds: 300 },
    { text: 'PT1H30M', seconds: 5400 },
    { text: 'P1DT12H', seconds: 129_600 },
    { text: 'P2W', seconds: 1_209_600 },
    { text: 'PT0.5S', seconds: 0.5 },
    { text: '300s', seconds: 300 },
    { text: '5m', seconds: 300 },
    { text: '250ms', seconds: 0.25 },
    { text: '7d', seconds: 604_800 },
  ])('reads $text', ({ text, seconds }) =>
    inSandbox(worldOf(), async (sandbox) => {
      sandbox.advance(text);
      expect(sandbox.now().getTime() - Date.parse(BEGIN)).toBe(seconds * 1000);
    }),
  );

  test.each(['', 'P', 'PT', '5', 'PT5', 'P1Y', '-PT5M', 'PT5M ', '99999999d'])('does not read %j', (text) =>
    inSandbox(worldOf(), async (sandbox) => {
      expect(() => sandbox.advance(text)).toThrow(RangeError);
    }),
  );

  test('never leaves the years that have four digits', () =>
    inSandbox(worldOf(), async (sandbox) => {
      for (let n = 0; n < 12; n += 1) sandbox.advance('365000d');
      expect(sandbox.now().toISOString()).toBe('9999-12-31T23:59:59.000Z');
      expect((await ask(sandbox, '/__sandbox/health')).status).toBe(200);
    }));
});

describe('snapshots', () => {
  test('bring everything back, as often as one likes', () =>
    inSandbox(worldOf(), async (sandbox) => {
      const path = `/v1/projects/${worldOf().layers.projects[0]?.id}`;
      const key = '1f0c4a7e-5a37-4c1e-9d7b-6f2d8e3b9a10';
      const rename = (name: string) =>
        ask(sandbox, path, { method: 'PATCH', body: { name }, headers: { 'idempotency-key': key } });
      const { id } = (await ask(sandbox, '/__sandbox/snapshot', { method: 'POST' })).body;
      const before = sandbox.world();
      const fingerprint = sandbox.fingerprint();
      for (const name of ['First', 'Second']) {
        // The key was forgotten with everything else.
        expect((await rename(name)).status).toBe(200);
        expect(sandbox.world().layers.projects[0]?.name).toBe(name);
        expect(sandbox.fingerprint()).not.toBe(fingerprint);
        sandbox.advance('PT1H');
        const answer = await ask(sandbox, '/__sandbox/restore', { method: 'POST', body: { id } });
        expect(answer.status).toBe(200);
        expect(sandbox.world()).toEqual(before);
        expect(sandbox.fingerprint()).toBe(fingerprint);
      }
      expect(sandbox.log().map(({ status }) => status)).toEqual([200, 200]);
      await ask(sandbox, '/__sandbox/reset', { method: 'POST' });
      expect(() => sandbox.restore(String(id))).not.toThrow();
    }));

  test('are only taken ones', () =>
    inSandbox(worldOf(), async (sandbox) => {
      expect((await ask(sandbox, '/__sandbox/restore', { method: 'POST', body: { id: 'snap_1' } })).status).toBe(404);
      expect((await ask(sandbox, '/__sandbox/restore', { method: 'POST' })).status).toBe(422);
      expect(() => sandbox.restore('snap_1')).toThrow('there is no snapshot snap_1');
    }));
});

test('clears the log on request', () =>
  inSandbox(worldOf(), async (sandbox) => {
    await ask(sandbox, '/v1/whoami');
    await ask(sandbox, '/__sandbox/log', { method: 'DELETE' });
    expect(sandbox.log()).toEqual([]);
  }));

test.each([
  { host: '::1', origin: /^http:\/\/\[::1\]:\d+$/ },
  { host: 'localhost', origin: /^http:\/\/127\.0\.0\.1:\d+$/ },
] as const)('listens on $host', async ({ host, origin }) => {
  const sandbox = await startSandbox({ world: worldOf(), host, sleep: realSleep });
  expect(sandbox.origin).toMatch(origin);
  expect((await ask(sandbox, '/__sandbox/health')).status).toBe(200);
  await sandbox.stop();
});
