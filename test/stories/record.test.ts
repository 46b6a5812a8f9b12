import { expect, test } from 'vitest';
import { onStage } from '../support/stage.ts';

const AN_ORIGIN = 'http://127.0.0.1:9';

test('a record plans the same bytes offline, without credentials, on another day', async () => {
  await onStage({ from: 'examples/byo' }, async (stage) => {
    const live = await stage.run('plan --record run.json');
    expect(live.exit).toBe(0);
    stage.forget();
    const offline = {
      LAYERS_API_KEY: undefined,
      TIKTOK_ACCESS_TOKEN: undefined,
      LAYERS_API_URL: AN_ORIGIN,
      TIKTOK_API_URL: AN_ORIGIN,
    };
    for (const format of ['text', 'json', 'markdown']) {
      const now = await stage.run(`plan --format ${format}`);
      const then = await stage.run(`plan --format ${format} --replay run.json`, {
        env: offline,
        now: '2027-03-31T23:59:00Z',
      });
      expect(then).toEqual(now);
    }
    stage.forget();
    await stage.run('plan --replay run.json', { env: offline });
    expect(stage.log(), 'a replay asks nobody').toEqual([]);
  });
});

test('a record holds no credential, and nobody’s address', async () => {
  await onStage({ from: 'examples/byo' }, async (stage) => {
    await stage.run('plan --record run.json');
    const text = await stage.read('run.json');
    expect(text).toContain('capi-status');
    for (const value of [stage.env.LAYERS_API_KEY, stage.env.TIKTOK_ACCESS_TOKEN]) expect(text).not.toContain(value);
    expect(text).not.toMatch(/"ownerEmail\\?"\s*:\s*\\?"[^•]/);
  });
});

test('a document that the record knows nothing of is a problem, not an empty plan', async () => {
  await onStage({ from: 'examples/byo' }, async (stage) => {
    await stage.run('plan --record run.json');
    await stage.edit(
      'layers/acme-ios.yaml',
      '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
      '254a4ce1-f4ca-42b1-9e36-17ca45ef3d38',
    );
    const { exit, err } = await stage.run('plan --replay run.json');
    expect(exit).toBe(1);
    expect(err).toContain('api/unreachable');
    expect(err).toContain('--record');
  });
});

test.each([
  ['is not there', undefined],
  ['is no JSON', '{'],
  ['is of another version', '{"format":"reconcile-record","version":2}'],
])('a record that %s is a problem', async (_, text) => {
  await onStage({ from: 'examples/byo', files: text === undefined ? {} : { 'run.json': text } }, async (stage) => {
    const { exit, err } = await stage.run('plan --replay run.json');
    expect(exit).toBe(1);
    expect(err).toContain('record/unreadable');
  });
});
