import { expect, test } from 'vitest';
import { withHarness, type Ran } from '../support/harness.ts';
import { client, documentOf, endpoint, fileOf, settings } from '../support/worlds.ts';
import { claimsIn } from './claims.ts';
import { inWorld } from './world.ts';

const clients = [1, 2, 3].map((n) => client(n, { config: { capi: { enabled: false } } }));
const files = {
  'reconcile.yaml': settings({ transport: endpoint() }),
  ...Object.fromEntries(clients.map((one) => [fileOf(one), documentOf(one, { capi: { enabled: true } })])),
};

/** Requests of one apply, counted from 0, at which the other one starts. */
const STARTS = Array.from({ length: 20 }, (_, index) => 3 * index);

/** The second apply starts while the first is at one of its requests, whichever it is; both go on at the same time. */
test('two applies over several projects: never both end with 4, and each change is applied once', {
  timeout: 180_000,
}, async () => {
  await withHarness({ files, world: inWorld(clients) }, async (harness) => {
    const start = harness.sandbox.snapshot();
    let met = 0;
    for (const [turn, at] of STARTS.entries()) {
      const line = `apply --auto-approve --wait-claim ${turn % 2 === 0 ? '0s' : '2m'}`;
      harness.sandbox.restore(start);
      harness.forget();
      let count = 0;
      let second: Promise<Ran> | undefined;
      const env = (run: string) => ({
        ...harness.env,
        GITHUB_REPOSITORY: 'acme/ads',
        GITHUB_RUN_ID: run,
        RUNNER_TEMP: `${harness.folder}/runner-${run}`,
      });
      harness.intervene((_, moment) => {
        if (moment !== 'before') return;
        if (count === at) second = harness.run(line, { env: env('2') });
        count += 1;
      });
      const first = await harness.run(line, { env: env('1') });
      const other = await second;
      harness.intervene(undefined);
      const exits = [first, other].map((ran) => ran?.exit);
      if (exits.includes(4) || [first, other].some((ran) => ran?.err.includes('Waiting up to'))) met += 1;
      const { err } = first.exit === 4 ? first : (other ?? first);
      expect(exits, `started at request ${at}: ${err}`).not.toEqual([4, 4]);
      for (const exit of exits) expect([0, 4, undefined], `started at request ${at}: ${err}`).toContain(exit);
      const configs = harness.world().layers.projects.flatMap(({ layers }) => layers.map(({ config }) => config));
      expect(configs.filter((config) => JSON.stringify(config.capi).includes('"enabled":true')).length).toBe(4);
      const written = harness.writes().filter(({ path, status }) => path.endsWith('/config') && status === 200);
      expect(written.length, `started at request ${at}`).toBe(clients.length);
      const projects = clients.map(({ project }) => project);
      expect(claimsIn(harness.world(), projects), 'every claim is given back').toEqual([]);
    }
    expect(met, 'they do meet').toBeGreaterThan(0);
  });
});
