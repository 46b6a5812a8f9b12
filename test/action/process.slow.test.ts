import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acme, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';
import { example, inRepository } from './payloads.ts';
import { TOKEN_OF_ACTIONS } from './runner.ts';
import { type ActionOptions, onAction } from './harness.ts';

const one = acme();
const quiet: ActionOptions = {
  files: { 'reconcile.yaml': settings({ transport: endpoint() }), ...documentsOf([one]) },
  world: worldOf([one]),
  // The token of GitHub Actions belongs to an app.
  github: { tokens: { [TOKEN_OF_ACTIONS]: { login: 'github-actions[bot]', kind: 'app' } } },
};

let folder: string;
let entry: string;

/** The files of a release that the runner needs: the bundle, and the package.json that makes it a module. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reconcile-bundle-'));
  execFileSync(process.execPath, ['.ci/bundle.mjs', join(folder, 'dist')], { stdio: 'pipe' });
  await copyFile('package.json', join(folder, 'package.json'));
  entry = resolve(folder, 'dist', 'action.js');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('plans a pull request as a runner starts it, with the events that GitHub publishes', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, { [fileOf(one)]: documentOf(one, { monthlyCostCap: 30_000 }) });
    const opened = await harness.plan(7, { action: 'opened', entry });
    expect(opened.out).toContain('Commented on acme/ads#7');
    // The step succeeds if there are changes; the exit code shows them.
    expect([opened.exit, opened.outputs.exit_code]).toEqual([0, '2']);
    expect(harness.github.comments()[0]?.body).toContain('30,000.00 USD');
    for (const action of ['labeled', 'reopened', 'ready_for_review', 'unlabeled']) {
      const again = await harness.plan(7, { action, entry });
      expect(again.out, action).toContain('is up to date');
      expect(again.exit).toBe(0);
    }
    expect(harness.writes()).toEqual([]);
  });
});

test('a refused plan fails the step', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, { [fileOf(one)]: documentOf(one, { monthlyCostCap: 90_000 }) });
    const job = await harness.plan(7, { entry });
    expect([job.exit, job.outputs.exit_code]).toEqual([1, '4']);
  });
});

test('wrong inputs are reported, and nothing is sent', async () => {
  await onAction(quiet, async (harness) => {
    const job = await harness.onMain('push', { command: 'destroy' }, { entry });
    expect([job.exit, job.outputs.exit_code]).toEqual([1, '1']);
    expect(job.out).toMatch(/^::error title=cli\/usage::/m);
    expect([...harness.github.requests(), ...harness.sandbox.log()]).toEqual([]);
  });
});

test('watches, confirms and validates on events without a pull request', async () => {
  await onAction(quiet, async (harness) => {
    await harness.paste(one, { ...one.config, monthlyCostCap: 20_000 });
    const drift = await harness.onMain('schedule', { command: 'drift' }, { entry });
    expect([drift.exit, drift.outputs.exit_code]).toEqual([0, '2']);
    expect(harness.github.world.issues()).toHaveLength(1);
    const confirm = await harness.onMain('workflow_dispatch', { command: 'confirm', name: 'nobody' }, { entry });
    expect(confirm.exit).toBe(1);
    const validate = await harness.onMain('push', { command: 'validate' }, { entry });
    expect([validate.exit, validate.out]).toEqual([0, '1 layer document is valid (1 file).\n']);
  });
});

test('does not support other events', async () => {
  await onAction(quiet, async (harness) => {
    for (const event of ['issues', 'issue_comment', 'release', 'workflow_run', 'merge_group']) {
      const payload = inRepository(example(event), harness.repository, { login: 'mallory' });
      const job = await harness.onMain(event, { command: 'plan' }, { payload, entry });
      expect([event, job.exit, job.outputs.exit_code]).toEqual([event, 1, '1']);
      expect(job.out).toContain('github/no-pull-request');
    }
    expect([...harness.github.requests(), ...harness.sandbox.log()]).toEqual([]);
  });
});
