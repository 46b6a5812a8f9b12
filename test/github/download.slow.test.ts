import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unzip } from '../../src/github/download.ts';
import { commitId, type FakeGitHub, type FakeOptions } from '../support/fake-github/index.ts';
import { ACTIONS, fakeGitHub, OCTOCAT, repositoryAt } from './harness.ts';

const PLAN = '{"version":1}';
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** A fake with one artifact. */
async function withArtifact(
  zip: Uint8Array | undefined,
  options: FakeOptions = {},
): Promise<{ readonly fake: FakeGitHub; readonly artifact: number }> {
  const fake = await fakeGitHub(options);
  const run = fake.world.addRun({ head: commitId('c') });
  const artifact = fake.world.addArtifact({ run, ...(zip === undefined ? { files: { 'plan.json': PLAN } } : { zip }) });
  return { fake, artifact };
}

describe('an artifact', () => {
  test.each([ACTIONS, OCTOCAT])('is fetched from the storage, which sees no token: %s', async (token) => {
    const { fake, artifact } = await withArtifact(undefined);
    const files = await repositoryAt(fake.api, { token }).download(artifact);
    expect(files.ok && [...files.value].map(([name, bytes]) => [name, text(bytes)])).toEqual([['plan.json', PLAN]]);
    const [request, ...more] = fake.storageRequests();
    expect(more).toEqual([]);
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(request)).not.toContain(token);
    expect(request?.headers).not.toHaveProperty('x-github-api-version');
  });

  test('is fetched on a server of one’s own', async () => {
    const { fake, artifact } = await withArtifact(undefined, { base: '/api/v3' });
    expect(await repositoryAt(fake.api).download(artifact)).toMatchObject({ ok: true });
  });

  test('is retried once if the storage fails, at a fresh address', async () => {
    const { fake, artifact } = await withArtifact(undefined, {
      interveneAtStorage: (_, number) => (number === 1 ? { status: 503 } : undefined),
    });
    expect(await repositoryAt(fake.api, { second: 1 }).download(artifact)).toMatchObject({ ok: true });
    expect(fake.requests()).toHaveLength(2);
  });

  test.each([
    ['its own fault', { status: 500 }, 'github/unreachable', /HTTP 500/],
    ['too many requests', { status: 429 }, 'github/unreachable', /HTTP 429/],
    ['a refusal', { status: 403, body: '<Error/>' }, 'github/refused', /HTTP 403/],
    ['nothing there', { status: 404 }, 'github/refused', /HTTP 404/],
    ['another redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'github/refused', /HTTP 302/],
    ['no answer', 'hang up', 'github/unreachable', /did not answer/],
    ['a page', { status: 200, body: '<html>Log in</html>' }, 'github/unreadable', /not an archive/],
    ['nothing', { status: 200, body: '' }, 'github/unreadable', /not an archive/],
    [
      'half of it',
      { status: 200, body: zipSync({ a: new Uint8Array(500) }).slice(0, 40) },
      'github/unreadable',
      /not an archive/,
    ],
    ['more than anybody needs', { status: 200, body: new Uint8Array(20_000_001) }, 'github/unreadable', /20 MB/],
  ] as const)('that the storage answers with %s is a problem', async (_, between, code, words) => {
    const { fake, artifact } = await withArtifact(undefined, { interveneAtStorage: () => between });
    const answer = await repositoryAt(fake.api).download(artifact);
    expect(answer).toMatchObject({ ok: false, problems: [{ code, message: expect.stringMatching(words) }] });
    // The address gives access to the plan.
    expect(JSON.stringify(answer)).not.toContain('sig=');
  });

  test.each([
    ['without encryption', 'http://storage.invalid/x?sig=1'],
    ['of a file', 'file:///etc/passwd'],
    ['with a password', 'https://a:b@storage.invalid/x?sig=1'],
    ['that is none', '/x?sig=1'],
    ['that looks like this machine', 'http://127.0.0.1.evil.invalid/x?sig=1'],
  ])('is not fetched from an address %s', async (_, location) => {
    const { fake, artifact } = await withArtifact(undefined, {
      intervene: ({ path }) => (path.endsWith('/zip') ? { status: 302, headers: { location } } : undefined),
    });
    const answer = await repositoryAt(fake.api).download(artifact);
    expect(answer).toMatchObject({
      ok: false,
      problems: [{ code: 'github/refused', message: expect.stringMatching(/https/) }],
    });
    expect(fake.storageRequests()).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain('sig=');
  });

  test('an address in an error is removed: it gives access to the plan', async () => {
    const { fake, artifact } = await withArtifact(undefined);
    const address = `https://storage.invalid/${'long/'.repeat(80)}?sig=secret`;
    const repository = repositoryAt(fake.api, {
      fetch: (url: string) =>
        url === address
          ? Promise.reject(new Error(`connect ECONNREFUSED ${url}`))
          : Promise.resolve(new Response(null, { status: 302, headers: { location: address } })),
    });
    const answer = await repository.download(artifact);
    expect(answer).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('ECONNREFUSED •••') }] });
    expect(JSON.stringify(answer)).not.toContain('storage.invalid');
  });

  test('is not read if GitHub redirects nowhere', async () => {
    const { fake, artifact } = await withArtifact(undefined, {
      intervene: ({ path }) => (path.endsWith('/zip') ? { status: 302 } : undefined),
    });
    expect(await repositoryAt(fake.api).download(artifact)).toMatchObject({
      ok: false,
      problems: [{ code: 'github/unreadable' }],
    });
  });

  test('is not waited for when the run is stopped', async () => {
    const stop = new AbortController();
    const { fake, artifact } = await withArtifact(undefined, {
      interveneAtStorage: () => {
        stop.abort(new Error('stopped'));
        return 'hang up';
      },
    });
    await expect(repositoryAt(fake.api, { signal: stop.signal }).download(artifact)).rejects.toThrow('stopped');
  });
});

describe('an archive', () => {
  const bytes = new TextEncoder().encode(PLAN);
  const names = (archive: Uint8Array) => {
    const files = unzip(archive);
    return typeof files === 'string' ? files : [...files.keys()].toSorted();
  };

  test.each<readonly [string, Record<string, Uint8Array>, RegExp | readonly string[]]>([
    ['of a plan', { 'plan.json': bytes }, ['plan.json']],
    ['with a folder', { 'a/': new Uint8Array(), 'a/b.json': bytes }, ['a/b.json']],
    ['of nothing', {}, []],
    ['that climbs', { '../plan.json': bytes }, /name "\.\.\/plan\.json"/],
    ['that climbs on the way', { 'a/../../b': bytes }, /name/],
    ['that climbs as on Windows', { '..\\plan.json': bytes }, /name/],
    ['from the root', { '/etc/passwd': bytes }, /name/],
    ['of a drive', { 'C:plan.json': bytes }, /name/],
    ['with a line in a name', { 'plan\n.json': bytes }, /name/],
    ['with a name that objects have', { 'a/__proto__': bytes }, /name/],
    [
      'larger than anybody needs',
      { a: new Uint8Array(32_000_001), b: new Uint8Array(32_000_000) },
      /64 MB when unpacked/,
    ],
    [
      'of too many files',
      Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`f${at}`, bytes])),
      /1000 files/,
    ],
  ])('%s', (_, files, told) => {
    const found = names(zipSync(files));
    if (told instanceof RegExp) expect(found).toMatch(told);
    else expect(found).toEqual(told);
  });

  test('with the same name twice is refused as ambiguous', () => {
    const archive = zipSync({ 'plan.jsoa': bytes, 'plan.jsob': bytes });
    // Both entries, and both lines of the directory, get the same name.
    const same = Buffer.from(archive);
    for (let at = same.indexOf('plan.jsob'); at >= 0; at = same.indexOf('plan.jsob', at)) same.write('plan.jsoa', at);
    expect(unzip(same)).toMatch(/twice/);
  });

  test.each([0, 10])('that claims to have %i bytes is given no more room than it claims', (claimed) => {
    const bomb = zipSync({ 'plan.json': new Uint8Array(5_000_000) });
    const lying = Buffer.from(bomb);
    // The size of the directory's only entry. Source: PKWARE APPNOTE, 4.3.12 (documented).
    lying.writeUInt32LE(claimed, lying.indexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24);
    const files = unzip(lying);
    expect(typeof files === 'string' ? 0 : files.get('plan.json')?.length).toBeLessThanOrEqual(claimed);
  });

  test('that claims to be huge is not unpacked', () => {
    const packed = Buffer.from(zipSync({ 'plan.json': bytes }));
    packed.writeUInt32LE(0x7fffffff, packed.indexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24);
    expect(unzip(packed)).toMatch(/64 MB when unpacked/);
  });

  test('of any bytes is files or a reason, and never a throw', () => {
    const whole = zipSync({ 'plan.json': bytes, 'a/b.txt': new Uint8Array(deflateRawSync('x')) });
    const damaged = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }).map((changes) => {
      const copy = Uint8Array.from(whole);
      for (const [at, to] of changes) copy[at] = to;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged), (archive) => {
        const files = unzip(archive);
        if (typeof files === 'string') expect(files).not.toBe('');
        else for (const name of files.keys()) expect(name).not.toMatch(/(^|\/)\.\.(\/|$)|^\//);
      }),
      { numRuns: 500 },
    );
  });
});
