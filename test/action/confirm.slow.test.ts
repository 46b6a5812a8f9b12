import { describe, expect, test } from 'vitest';
import { acme, copied, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';
import { type ActionOptions, onAction } from './harness.ts';

const one = acme();

/** A cap that only a person can set. */
const waiting: ActionOptions = {
  files: {
    'reconcile.yaml': settings(),
    ...documentsOf([one]),
    [fileOf(one)]: documentOf(one, { monthlyCostCap: 30_000 }),
  },
  world: worldOf([one]),
};

const confirmed = { command: 'confirm', name: 'acme-ios' };

describe('confirm', { timeout: 120_000 }, () => {
  test('records manual steps, and the actor', async () => {
    await onAction(waiting, async (harness) => {
      const adopt = { ...confirmed, json: copied(one.config) };
      expect((await harness.onMain('workflow_dispatch', adopt, { depth: 0 })).exit).toBe(3);
      const job = await harness.onMain('workflow_dispatch', confirmed, {
        depth: 0,
        env: { GITHUB_ACTOR: 'maya', GITHUB_TRIGGERING_ACTOR: 'otto' },
      });
      expect(job.exit, job.out).toBe(0);
      expect(job.summary).toContain('Started by `maya, re-run by otto`. Recorded for acme-ios.');
      expect(job.out).toContain('started by maya, re-run by otto');
      expect(harness.writes().length).toBeGreaterThan(0);

      const again = await harness.onMain('workflow_dispatch', confirmed, { depth: 0 });
      expect(again.summary).toContain('Nothing to record');
    });
  });

  test('an unknown layer is a problem, and a name is never a path or an option', async () => {
    await onAction(waiting, async (harness) => {
      const name = '::error::x `@all` <b>';
      const job = await harness.onMain('workflow_dispatch', { ...confirmed, name }, { depth: 0 });
      expect(job.exit).toBe(1);
      expect(job.summary).not.toContain('<b>');
      expect(job.summary).not.toContain('@all');
      expect(job.out).toMatch(/^::error title=cli\/usage::The input "name" is .* which is not a list of layer names/m);
      expect(job.out).not.toMatch(/^\s*::error::x/m);
      const unknown = await harness.onMain('workflow_dispatch', { ...confirmed, name: 'acme-web' }, { depth: 0 });
      expect(unknown.exit).toBe(1);
      expect(unknown.out).toMatch(/^::error title=cli\/usage::No layer document is named "acme-web"/m);
      expect(harness.writes()).toEqual([]);
    });
  });

  test('hides money in a public repository', async () => {
    await onAction({ ...waiting, isPublic: true }, async (harness) => {
      const adopt = { ...confirmed, json: copied(one.config) };
      const job = await harness.onMain('workflow_dispatch', adopt, { depth: 0 });
      expect(job.exit, job.out).toBe(3);
      expect(`${job.summary}${job.out}`).not.toMatch(/30,?000|28,?000/);
    });
  });
});

describe('validate', () => {
  test('lists valid documents, annotates invalid ones, and sends no request', async () => {
    await onAction(waiting, async (harness) => {
      const good = await harness.onMain('push', { command: 'validate' });
      expect([good.exit, good.out]).toEqual([0, '1 layer document is valid (1 file).\n']);
      harness.commit('main', { [fileOf(one)]: documentOf(one, { mode: 'nobody' }) });
      const bad = await harness.onMain('push', { command: 'validate' });
      expect([bad.exit, bad.outputs.exit_code]).toEqual([1, '1']);
      expect(bad.out).toMatch(/^::error file=layers\/acme-ios.yaml,line=\d+,col=\d+,title=document\/invalid-value::/m);
      expect(bad.summary).toContain('document/invalid-value');
      expect([...harness.sandbox.log(), ...harness.github.requests()]).toEqual([]);
    });
  });
});
