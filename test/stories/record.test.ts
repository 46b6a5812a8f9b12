import { expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const AN_ORIGIN = 'http://127.0.0.1:9';

test('a record plans the same bytes offline, without credentials, on a different day', async () => {
  await withHarness({ from: 'examples/byo' }, async (harness) => {
    const live = await harness.run('plan --record run.json');
    expect(live.exit).toBe(0);
    harness.forget();
    const offline = {
      LAYERS_API_KEY: undefined,
      TIKTOK_ACCESS_TOKEN: undefined,
      LAYERS_API_URL: AN_ORIGIN,
      TIKTOK_API_URL: AN_ORIGIN,
    };
    for (const format of ['text', 'json', 'markdown']) {
      const now = await harness.run(`plan --format ${format}`);
      const then = await harness.run(`plan --format ${format} --replay run.json`, {
        env: offline,
        now: '2027-03-31T23:59:00Z',
      });
      expect(then).toEqual(now);
    }
    harness.forget();
    await harness.run('plan --replay run.json', { env: offline });
    expect(harness.log(), 'a replay sends no request').toEqual([]);
  });
});

test('a record contains no credential and no personal data', async () => {
  await withHarness({ from: 'examples/byo' }, async (harness) => {
    await harness.run('plan --record run.json');
    const text = await harness.read('run.json');
    expect(text).toContain('capi-status');
    for (const value of [harness.env.LAYERS_API_KEY, harness.env.TIKTOK_ACCESS_TOKEN])
      expect(text).not.toContain(value);
    expect(text).not.toMatch(/"ownerEmail\\?"\s*:\s*\\?"[^•]/);
  });
});

test('a Spark code in two variables: the replay matches either name, and the record contains none', async () => {
  const one = acme();
  const code = '#AbC+d/example00code==';
  const files = {
    [fileOf(one)]: documentOf(one, { spark: [{ post: 'ugc_01J0000000000000000000001', code: '${SPARK_ACME_1}' }] }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  };
  const sparkPosts = [{ code, item: '7301000000000000001', identity: 'id-1', authorizedFor: [one.account] }];
  const env = { SPARK_AA_OLD: code, SPARK_ACME_1: code };
  await withHarness({ files, env, world: worldOf([one], { tiktok: { sparkPosts } }) }, async (harness) => {
    const now = await harness.run('plan --record run.json --format json');
    expect(await harness.run('plan --replay run.json --format json')).toEqual(now);
    expect(now.out).not.toContain('spark-authorise');
    expect(await harness.read('run.json')).not.toContain('example00');
  });
});

test('a document that the record knows nothing of is a problem, not an empty plan', async () => {
  await withHarness({ from: 'examples/byo' }, async (harness) => {
    await harness.run('plan --record run.json');
    await harness.edit(
      'layers/acme-ios.yaml',
      '254a4ce1-f4ca-42b1-9e36-17ca45ef3d39',
      '254a4ce1-f4ca-42b1-9e36-17ca45ef3d38',
    );
    const { exit, err } = await harness.run('plan --replay run.json');
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
  await withHarness(
    { from: 'examples/byo', files: text === undefined ? {} : { 'run.json': text } },
    async (harness) => {
      const { exit, err } = await harness.run('plan --replay run.json');
      expect(exit).toBe(1);
      expect(err).toContain('record/unreadable');
    },
  );
});
