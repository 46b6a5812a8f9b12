import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ClosedNetwork, closedNetwork } from '../support/behind-proxy.ts';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';
import { clockIn, type Ended, startReconcile } from '../support/process.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, CREDENTIALS, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const one = acme();
const files = {
  [fileOf(one)]: documentOf(one, { monthlyCostCap: 30000 }),
  'reconcile.yaml': settings({ transport: endpoint() }),
};
const GITHUB = { GITHUB_TOKEN: 'ghp_octocat_0000000000', GITHUB_API_URL: 'https://github.acme.example/api/v3' };

type Company = {
  readonly harness: StoryHarness;
  readonly network: ClosedNetwork;
  readonly github: FakeGitHub;
  readonly run: (line: string, env?: Readonly<Record<string, string>>) => Promise<Ended>;
};

/** All three APIs by names of their own behind a proxy, and the program as it is installed, with nothing set but that. */
async function inCompany(play: (company: Company) => Promise<void>): Promise<void> {
  const github = await startFakeGitHub({ base: '/api/v3' });
  try {
    await withHarness({ files, world: worldOf([one]) }, async (harness) => {
      const network = await closedNetwork({
        'api.layers.com': harness.sandbox.origin,
        'business-api.tiktok.com': harness.sandbox.origin,
        'github.acme.example': new URL(github.api).origin,
      });
      const authority = join(harness.folder, 'authority.pem');
      await writeFile(authority, network.authority);
      const clock = clockIn(harness.folder, harness.sandbox.now().toISOString()).file;
      const company = { HTTPS_PROXY: network.proxy, NODE_EXTRA_CA_CERTS: authority };
      const run = (line: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
        startReconcile(line.split(' '), {
          cwd: harness.folder,
          env: { ...CREDENTIALS, ...GITHUB, ...company, ...more },
          clock,
        }).ended;
      try {
        await play({ harness, network, github, run });
      } finally {
        await network.stop();
      }
    });
  } finally {
    await github.stop();
  }
}

/** Shown after a second, so only on a slow machine. */
const ONLY_PROGRESS: unknown = expect.stringMatching(/^(?:.*\b\d+s\n)*$/);

test('a plan, its comment and its apply go through the proxy, to hosts that the company vouches for', async () => {
  await inCompany(async ({ harness, network, github, run }) => {
    expect(await run('plan --out acme.plan.json')).toMatchObject({ exit: 0, err: ONLY_PROGRESS });
    expect(network.asked()).toEqual(['api.layers.com:443', 'business-api.tiktok.com:443']);
    expect(await run('comment acme.plan.json --repo acme/ads --pull 7')).toMatchObject({ exit: 0, err: ONLY_PROGRESS });
    expect(github.comments().map(({ body }) => body)).toEqual([expect.stringContaining('monthlyCostCap')]);
    expect(network.asked()).toContain('github.acme.example:443');
    expect(await run('apply acme.plan.json --auto-approve')).toMatchObject({ exit: 0, err: ONLY_PROGRESS });
    expect(harness.world().layers.projects[0]?.layers[0]?.config).toMatchObject({ monthlyCostCap: 30000 });
    expect(github.faults()).toEqual([]);
  });
});

test.each([
  ['plan', 'api.layers.com'],
  ['comment acme.plan.json --repo acme/ads --pull 7', 'github.acme.example'],
])('%s: a host without a trusted certificate gets no request, and is named', async (line, host) => {
  await inCompany(async ({ harness, github, run }) => {
    await run('plan --out acme.plan.json');
    harness.forget();
    const { exit, out, err } = await run(line, { NODE_EXTRA_CA_CERTS: '' });
    expect([exit, harness.log(), github.requests()]).toEqual([1, [], []]);
    expect(out + err).toContain(host);
    expect(out + err).toMatch(/certificate/i);
    expect(out + err).toContain('NODE_EXTRA_CA_CERTS');
  });
});
