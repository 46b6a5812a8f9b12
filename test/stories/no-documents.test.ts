import { describe, expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, documentOf, fileOf, settings, worldOf } from '../support/worlds.ts';

const live = acme();
const world = worldOf([live]);
const files = { 'reconcile.yaml': settings() };

describe('settings without layer documents', () => {
  test.each(['plan', 'validate', 'drift', 'apply --auto-approve', 'plan --detailed-exitcode'])(
    '%s is green',
    async (line) => {
      await withHarness({ files, world }, async (harness) => {
        const { exit, out, err } = await harness.run(line);
        expect(exit).toBe(0);
        expect(out).toContain('No layer documents yet.');
        expect(err, 'a wrong glob must not look like a beginning').toContain('layers/**/*.{yaml,yml,json}');
        expect(harness.log(), 'no request was sent').toEqual([]);
      });
    },
  );

  test('plan --format json is a plan without layers', async () => {
    await withHarness({ files, world }, async (harness) => {
      const { exit, out } = await harness.run('plan --format json');
      expect(exit).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ layers: [], skipped: [] });
    });
  });

  test('confirm names no layer', async () => {
    await withHarness({ files, world }, async (harness) => {
      const { exit, err } = await harness.run('confirm acme-ios');
      expect(exit).toBe(1);
      expect(err).toContain('No layer document is named "acme-ios"');
    });
  });
});

test.each(['layers', 'layers/none.yaml', 'reconcile.yaml'])(
  'a path without a document is an error: %s',
  async (path) => {
    await withHarness({ files, world }, async (harness) => {
      expect((await harness.run(`validate ${path}`)).exit).toBe(1);
      expect((await harness.run(`plan ${path}`)).exit).toBe(1);
    });
  },
);

test('without settings and documents, the folder is probably the wrong one', async () => {
  await withHarness({ files: { 'README.md': 'nothing' }, world }, async (harness) => {
    const { exit, err } = await harness.run('plan');
    expect(exit).toBe(1);
    expect(err).toContain('document/none');
  });
});

test('a document outside of the glob is not a document', async () => {
  const misplaced = { ...files, [`other/${fileOf(live)}`]: documentOf(live) };
  await withHarness({ files: misplaced, world }, async (harness) => {
    const { exit, err } = await harness.run('validate');
    expect(exit).toBe(0);
    expect(err).toContain('document/none');
  });
});
