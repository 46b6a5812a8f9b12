import { describe, expect, test } from 'vitest';
import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';
import type { Job } from './runner.ts';
import { type ActionOptions, type ActionHarness, onAction } from './harness.ts';

const [one, two] = [acme(), client(2)];

const quiet: ActionOptions = {
  files: { 'reconcile.yaml': settings({ transport: endpoint() }), ...documentsOf([one, two]) },
  world: worldOf([one, two]),
};

const nightly = (harness: ActionHarness): Promise<Job> => harness.onMain('schedule', { command: 'drift' });

describe('the nightly drift run', () => {
  test('opens one issue, keeps it if nothing changed, edits it if something did, and closes it when nothing drifts', async () => {
    await onAction(quiet, async (harness) => {
      const { world } = harness.github;
      const calm = await nightly(harness);
      expect([calm.exit, world.issues()]).toEqual([0, []]);
      expect(calm.summary).toContain('No drift');

      await harness.paste(one, { ...one.config, monthlyCostCap: 20_000 });
      const first = await nightly(harness);
      expect([first.exit, first.outputs.exit_code]).toEqual([2, '2']);
      expect(first.out).toMatch(/^Opened acme\/ads#\d+\.$/m);
      expect(world.issues()).toHaveLength(1);
      const [issue] = world.issues();
      expect(issue).toMatchObject({ state: 'open', author: 'github-actions[bot]', title: 'SANDBOX · Live drift' });
      expect(issue?.body).toMatch(/^<!-- reconcile: .*"kind":"drift".* -->\n## /);
      expect(issue?.body).toContain('| `monthlyCostCap` | `20,000.00 USD` | `28,000.00 USD` | `layers/acme-ios.yaml:');
      expect(issue?.body).toContain('`layers/acme-ios.yaml`');

      harness.github.newWrites();
      const again = await nightly(harness);
      expect([again.exit, harness.github.newWrites()]).toEqual([2, []]);

      await harness.paste(two, { ...two.config, objectives: ['traffic'] });
      expect((await nightly(harness)).out).toMatch(/^Edited acme\/ads#\d+\.$/m);
      expect(world.issues()).toHaveLength(1);
      expect(world.issues()[0]?.body).toContain('2 of 2 layers');

      await harness.paste(one, one.config);
      await harness.paste(two, two.config);
      const closed = await nightly(harness);
      expect([closed.exit, world.issues()[0]?.state]).toEqual([0, 'closed']);
      expect(closed.out).toContain(': no drift.');

      await harness.paste(one, { ...one.config, monthlyCostCap: 1 });
      await nightly(harness);
      expect(world.issues().map(({ state }) => state)).toEqual(['closed', 'open']);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('hides money and account ids from the public, in the issue, the summary and the log', async () => {
    await onAction({ ...quiet, isPublic: true }, async (harness) => {
      await harness.paste(one, { ...one.config, monthlyCostCap: 20_000 });
      const job = await nightly(harness);
      expect(job.exit).toBe(2);
      const said = `${harness.github.world.issues()[0]?.body}${job.summary}${job.out}`;
      expect(said).toContain('monthlyCostCap');
      for (const number of ['20000', '20,000', '28000', '28,000', one.account, one.business])
        expect(said).not.toContain(number);
    });
  });

  test('closes nothing and fails if something could not be read', async () => {
    await onAction(quiet, async (harness) => {
      await harness.paste(one, { ...one.config, monthlyCostCap: 20_000 });
      await nightly(harness);
      await harness.paste(one, one.config);
      const job = await harness.onMain(
        'schedule',
        { command: 'drift' },
        { env: { TIKTOK_ACCESS_TOKEN: 'another-token-000001' } },
      );
      expect(job.exit).toBe(1);
      expect(harness.github.world.issues()[0]?.state).toBe('open');
    });
  });

  test('ignores an issue of a different author with our marker', async () => {
    await onAction(quiet, async (harness) => {
      const forged = harness.github.world.openIssue(
        'mallory',
        'Live drift',
        '<!-- reconcile: {"root":".","version":1,"kind":"drift"} -->\nAll is well.',
      );
      await harness.paste(one, { ...one.config, monthlyCostCap: 20_000 });
      await nightly(harness);
      expect(harness.github.world.issues()).toHaveLength(2);
      expect(forged.body).toContain('All is well.');
      await harness.paste(one, one.config);
      await nightly(harness);
      expect(forged.state).toBe('open');
    });
  });

  test.each([
    {
      name: 'may not',
      answer: { status: 403, body: { message: 'Resource not accessible by integration' } },
      says: 'issues: write',
    },
    {
      name: 'are off',
      answer: { status: 410, body: { message: 'Issues are disabled for this repo' } },
      says: 'Enable issues',
    },
    { name: 'are too many', answer: { status: 422, body: { message: 'Validation Failed' } }, says: 'github/refused' },
  ])('reports it if issues $name', async ({ answer, says }) => {
    const intervene = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/issues') ? answer : undefined;
    await onAction({ ...quiet, github: { intervene } }, async (harness) => {
      await harness.paste(one, { ...one.config, monthlyCostCap: 20_000 });
      const job = await nightly(harness);
      expect(job.exit).toBe(1);
      expect(job.out).toContain(says);
      // The drift is still reported.
      expect(job.summary).toContain('monthlyCostCap');
    });
  });

  test('text in a live layer is never executed', async () => {
    const hostile = '@everyone --> <script>|`](x) \n::error::boo';
    await onAction(quiet, async (harness) => {
      await harness.paste(one, { ...one.config, capi: { ...one.config.capi, access_token_vault_id: hostile } });
      const job = await nightly(harness);
      const body = harness.github.world.issues()[0]?.body ?? '';
      expect(body).not.toContain('@everyone');
      expect(body).not.toContain('<script>');
      expect(body.split('-->')).toHaveLength(2);
      expect(job.out).not.toMatch(/^\s*::error::boo/m);
    });
  });
});

test('documents of a repository that never was applied are the yardstick', async () => {
  const desired = { [fileOf(one)]: documentOf(one, { monthlyCostCap: 31_000 }) };
  await onAction({ ...quiet, files: { ...quiet.files, ...desired } }, async (harness) => {
    expect((await nightly(harness)).exit).toBe(2);
  });
});
