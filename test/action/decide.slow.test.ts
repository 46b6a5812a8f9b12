import { describe, expect, test } from 'vitest';
import type { ActionHarness } from './harness.ts';
import type { Job } from './runner.ts';
import { apply, desired, documentOf, onAction, one, plan, quiet, settings, two, fileOf } from './merging.ts';

const decide = { command: 'decide' };

/** The deciding job of a pull request. */
function onPull(harness: ActionHarness, number: number, options = {}): Promise<Job> {
  return plan(harness, number, { inputs: decide, keep: false, ...options });
}

/** The deciding job of the push that moved `main` from a commit. */
function onPush(harness: ActionHarness, before: string, options = {}): Promise<Job> {
  return apply(harness, { before, inputs: decide, depth: 100, deploys: false, ...options });
}

const FRAGMENT = 'defaults/caps.yaml';

const options = {
  ...quiet,
  files: {
    ...quiet.files,
    [FRAGMENT]: 'monthlyCostCap: 28000\n',
    'defaults/unused.yaml': 'monthlyCostCap: 1\n',
    'shared/linked.yaml': 'monthlyCostCap: 28000\n',
    [fileOf(one)]: documentOf(one, { monthlyCostCap: undefined, extends: `../${FRAGMENT}` }),
    [fileOf(two)]: documentOf(two, { monthlyCostCap: undefined, extends: '../defaults/link.yaml' }),
  },
};

const changes = [
  { name: 'code', needed: false, files: { 'src/index.ts': 'export {};\n', 'package.json': '{"name":"shop"}\n' } },
  { name: 'a YAML file elsewhere', needed: false, files: { 'deploy/values.yaml': 'replicas: 3\n' } },
  { name: 'a fragment without a document', needed: false, files: { 'defaults/unused.yaml': 'monthlyCostCap: 2\n' } },
  {
    name: 'a comment in a document’s fragment',
    needed: false,
    files: { [FRAGMENT]: '# USD\nmonthlyCostCap: 28000\n' },
  },
  { name: 'a fragment', needed: true, files: { [FRAGMENT]: 'monthlyCostCap: 28500\n' } },
  { name: 'the target of a link', needed: true, files: { 'shared/linked.yaml': 'monthlyCostCap: 28600\n' } },
  { name: 'a workflow', needed: true, files: { '.github/workflows/tests.yml': 'on: push\n' } },
  { name: 'the settings', needed: true, files: { 'reconcile.yaml': settings({ policies: {} }) } },
  { name: 'a removed document', needed: true, files: { [fileOf(two)]: null } },
  { name: 'an invalid document', needed: true, files: { 'layers/new.yaml': 'name: [\n' } },
  { name: 'its fix', needed: true, files: { 'layers/new.yaml': null } },
];

test.each([true, false])(
  'the job with credentials is needed by a change of layers and the like: %s',
  async (which) => {
    await onAction(options, async (harness) => {
      harness.link('defaults/link.yaml', '../shared/linked.yaml');
      for (const [index, { name, needed, files }] of changes.filter((one) => one.needed === which).entries()) {
        const number = 7 + index;
        harness.open(number, files);
        const pull = await onPull(harness, number);
        const requests = harness.github.requests().length;
        const before = harness.git('rev-parse', 'main');
        harness.merge(number, 'squash');
        const push = await onPush(harness, before);
        expect([pull.exit, pull.outputs.needed], `${name}: ${pull.out}`).toEqual([0, String(needed)]);
        expect([push.exit, push.outputs.needed], `${name}: ${push.out}`).toEqual([0, String(needed)]);
        expect(harness.github.requests(), 'a push is decided by git alone').toHaveLength(requests);
      }
      expect(harness.sandbox.log()).toEqual([]);
      expect(harness.github.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(harness.github.comments()).toEqual([]);
    });
  },
  120_000,
);

describe('in doubt, the job with credentials is needed', () => {
  test('for a push of which the clone lacks the start, a first push and an invalid settings file', async () => {
    await onAction(options, async (harness) => {
      const before = harness.git('rev-parse', 'main');
      harness.commit('main', { 'README.md': '1\n' });
      harness.commit('main', { 'README.md': '2\n' });
      expect((await onPush(harness, before)).outputs.needed).toBe('false');
      expect((await onPush(harness, before, { depth: 1 })).outputs.needed).toBe('true');
      expect((await onPush(harness, '0'.repeat(40))).outputs.needed).toBe('true');
      expect((await onPush(harness, '--output=x')).outputs.needed).toBe('true');
      harness.commit('main', { 'reconcile.yaml': 'policies: [\n' });
      expect((await onPush(harness, before)).outputs.needed).toBe('true');
    });
  });

  test('for a run by hand and for a re-run, which continue open work', async () => {
    await onAction(options, async (harness) => {
      const before = harness.git('rev-parse', 'main');
      harness.commit('main', { 'README.md': '1\n' });
      expect((await onPush(harness, before, { attempt: 2 })).outputs.needed).toBe('true');
      expect((await onPush(harness, before, { event: 'workflow_dispatch' })).outputs.needed).toBe('true');
    });
  });
});

test('a pull request whose layers are as before is planned again only if it has a comment', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    await plan(harness, 7);
    harness.push(7, desired(one, {}));
    expect((await onPull(harness, 7)).outputs.needed).toBe('true');
    await plan(harness, 7);
    for (const { id } of harness.github.comments()) harness.github.forget(id);
    expect((await onPull(harness, 7)).outputs.needed).toBe('false');
    const always = { ...decide, comment: 'always' };
    expect((await onPull(harness, 7, { inputs: always })).outputs.needed).toBe('true');
  });
});

test('a merged pull request needs no job', async () => {
  await onAction(quiet, async (harness) => {
    harness.open(7, desired(one, { monthlyCostCap: 29_000 }));
    const commit = harness.merge(7, 'squash');
    const job = await onPull(harness, 7, { action: 'labeled', commit });
    expect(job.outputs.needed).toBe('false');
    expect(job.summary).toContain('7 is merged');
  });
});
