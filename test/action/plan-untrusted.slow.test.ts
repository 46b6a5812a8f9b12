import { describe, expect, test } from 'vitest';
import { client, documentOf, fileOf, settings } from '../support/worlds.ts';
import { onAction } from './harness.ts';
import { doubled, FILE, one, quiet, raised, SETTINGS, two } from './two-layers.ts';

describe('untrusted authors', () => {
  const unknownKeys = [
    { name: 'a fork', pull: { headRepository: 'mallory/ads', author: 'mallory' }, sender: { login: 'mallory' } },
    { name: 'a fork that is gone', pull: { headRepository: null, author: 'mallory' }, sender: { login: 'mallory' } },
    { name: 'a bot', pull: { author: 'dependabot[bot]' }, sender: { login: 'dependabot[bot]' } },
    { name: 'a bot on the branch of a person', pull: { author: 'maya' }, sender: { login: 'renovate[bot]' } },
  ];
  test.each(unknownKeys)('$name gets no plan for a change of layers, and no request is sent', async (given) => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised, given.pull);
      const job = await harness.plan(7, { sender: given.sender });
      expect(job.exit).toBe(1);
      expect(job.out).toMatch(
        /^::error title=github\/not-planned::Not planned: this pull request changes "layers\/acme-ios.yaml"/m,
      );
      expect(harness.sandbox.log()).toEqual([]);
      expect(harness.github.comments()).toEqual([]);
    });
  });

  test.each(unknownKeys)('$name is green if no layer changes', async ({ pull, sender }) => {
    await onAction(quiet, async (harness) => {
      harness.open(7, { 'README.md': 'A better word\n' }, pull);
      const job = await harness.plan(7, { sender });
      expect(job.exit).toBe(0);
      expect(job.out).toContain('Nothing to plan');
      expect(harness.sandbox.log()).toEqual([]);
      expect(harness.github.requests()).toEqual([]);
    });
  });

  const touches = [
    {
      name: 'the settings',
      files: { 'reconcile.yaml': settings({ ...SETTINGS, layersBusinessId: '7999000000000000001' }) },
    },
    { name: 'a document that goes', files: { [fileOf(two)]: null } },
    { name: 'a new document', files: { 'layers/new.yaml': documentOf(client(3)) } },
    { name: 'a fragment', files: { 'defaults/all.yaml': 'monthlyCostCap: 90000\n' } },
    {
      name: 'the target of a link in a document',
      files: { 'shared/linked.yaml': documentOf(client(4), { state: 'paused' }) },
    },
  ];
  test.each(touches)('change $name: red', async ({ files }) => {
    const linked = { 'defaults/all.yaml': 'monthlyCostCap: 28000\n', 'shared/linked.yaml': documentOf(client(4)) };
    const extending = documentOf(one, { monthlyCostCap: undefined, extends: '../defaults/all.yaml' });
    await onAction({ ...quiet, files: { ...quiet.files, ...linked, [FILE]: extending } }, async (harness) => {
      harness.link('layers/linked.yaml', '../shared/linked.yaml');
      harness.open(7, files, { headRepository: 'mallory/ads', author: 'mallory' });
      const job = await harness.plan(7);
      expect(job.out).toContain('github/not-planned');
      expect(job.exit).toBe(1);
    });
  });

  test('a bot that pushes to a planned branch leaves no plan that looks current', async () => {
    await onAction(quiet, async (harness) => {
      const planned = harness.open(7, raised).head.slice(0, 7);
      await harness.plan(7);
      const before = harness.github.comments()[0]?.body ?? '';
      const pushed = harness.push(7, doubled).slice(0, 7);
      const job = await harness.plan(7, { sender: { login: 'renovate[bot]' } });
      expect([job.exit, job.outputs.plan_path]).toEqual([1, undefined]);
      const [comment, ...others] = harness.github.comments();
      const [marker, mark = '', , ...lines] = comment?.body.split('\n') ?? [];
      expect(others).toEqual([]);
      expect(mark).toContain(`**Outdated.** This plan is for commit ${planned}; `);
      expect(mark).toContain(`the newest commit ${pushed} was pushed by a bot and is only validated.`);
      expect([marker, ...lines].join('\n')).toBe(before);
      // Once, also after a further event, and until a person pushes.
      await harness.plan(7, { action: 'reopened', sender: { login: 'maya' } });
      expect(harness.github.comments()[0]?.body).toBe(comment?.body);
      harness.push(7, { 'README.md': 'Read, and found right\n' });
      await harness.plan(7);
      expect(harness.github.comments()[0]?.body).not.toContain('Outdated');
    });
  });

  test('a label event changes nothing in the plan, so a bot can send it', async () => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await harness.plan(7, { action: 'opened' });
      for (const action of ['labeled', 'edited']) {
        expect((await harness.plan(7, { action, sender: { login: 'labeler[bot]' } })).exit).toBe(2);
      }
    });
  });

  test.each(['opened', 'reopened', 'ready_for_review', 'labeled'])(
    'a person who only sends the event "%s" does not vouch for the branch of a bot',
    async (action) => {
      await onAction(quiet, async (harness) => {
        const { head, headBranch } = harness.open(7, raised);
        harness.github.world.pushed(headBranch, head, 'renovate[bot]');
        const job = await harness.plan(7, { action, sender: { login: 'maya' } });
        expect([job.exit, job.outputs.plan_path], job.out).toEqual([1, undefined]);
        expect(job.out).toContain('a bot pushed it, renovate[bot]');
        expect(harness.sandbox.log()).toEqual([]);
        harness.push(7, { 'README.md': 'Read, and found right\n' });
        expect((await harness.plan(7)).outputs.plan_path).toMatch(/plan\.json$/);
      });
    },
  );

  test.each([
    { action: 'labeled', by: 'renovate[bot]' },
    { action: 'unlabeled', by: 'renovate[bot]' },
    { action: 'edited', by: 'renovate[bot]' },
    { action: 'labeled', by: 'noor' },
  ])('a push by a bot stays untrusted after any later event: $action by $by', async ({ action, by }) => {
    await onAction(quiet, async (harness) => {
      harness.open(7, raised);
      await harness.plan(7);
      harness.push(7, doubled);
      expect((await harness.plan(7, { sender: { login: 'renovate[bot]' } })).exit).toBe(1);
      const asked = harness.sandbox.log().length;
      const job = await harness.plan(7, { action, sender: { login: by } });
      expect([job.exit, job.outputs.plan_path], job.out).toEqual([1, undefined]);
      expect(job.out).toContain('a bot pushed it, renovate[bot]');
      expect(harness.sandbox.log()).toHaveLength(asked);
      // Until a different person pushes.
      harness.push(7, { 'README.md': 'Read, and found right\n' });
      await harness.plan(7);
      expect((await harness.plan(7, { action, sender: { login: by } })).outputs.plan_path).toMatch(/plan\.json$/);
    });
  });
});
