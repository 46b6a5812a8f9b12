import { describe, expect, test } from 'vitest';
import { withHarness } from '../support/harness.ts';
import { acme, client, documentOf, documentsOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

const [one, two] = [acme(), client(2)];
const files = { ...documentsOf([one, two]), 'reconcile.yaml': settings({ transport: endpoint() }) };
const world = worldOf([one, two]);

describe('validate -', () => {
  test('checks the text in place of the file with its name, and calls it <stdin>', async () => {
    await withHarness({ files, world }, async (harness) => {
      const valid = await harness.run('validate -', { input: documentOf(one, { monthlyCostCap: 30000 }) });
      expect([valid.exit, valid.out, valid.err]).toEqual([0, '1 layer document is valid (1 file).\n', '']);
      const broken = await harness.run('validate -', { input: 'name: [\n' });
      expect([broken.exit, broken.err]).toEqual([1, expect.stringContaining('<stdin>:2:1  document/syntax')]);
      const json = await harness.run('validate - --format json', { input: documentOf(one, { capx: 5 }) });
      expect(JSON.parse(json.out)).toMatchObject({
        exitCode: 1,
        problems: [{ code: 'document/unknown-field', location: { file: '<stdin>' } }],
      });
      const rival = await harness.run('validate -', { input: documentOf(one, { name: 'other' }) });
      expect([rival.exit, rival.err]).toEqual([1, expect.stringContaining('document/duplicate-account')]);
    });
  });

  test('fragments are relative to the working folder', async () => {
    await withHarness({ files: { ...files, 'defaults/a.yaml': 'mode: byo\n' }, world }, async (harness) => {
      const text = documentOf(one, { mode: undefined, extends: 'defaults/a.yaml' });
      expect((await harness.run('validate -', { input: text })).out).toBe('1 layer document is valid (2 files).\n');
      const escaping = await harness.run('validate -', { input: 'extends: ../outside.yaml\n' });
      expect([escaping.exit, escaping.err]).toEqual([1, expect.stringContaining('<stdin>:1:10  document/extends')]);
    });
  });

  test.each([
    { name: 'nothing', input: '', code: 'document/' },
    { name: 'another encoding', input: Buffer.from([0xff, 0xfe, 0x41, 0x00]).toString('latin1'), code: 'document/' },
    { name: 'a text without an end', input: `a: ${'x'.repeat(2 * 1024 * 1024)}`, code: 'document/too-large' },
  ])('$name is a problem', async ({ input, code }) => {
    await withHarness({ files, world }, async (harness) => {
      const { exit, err } = await harness.run('validate -', { input });
      expect([exit, err]).toEqual([1, expect.stringContaining(code)]);
    });
  });
});

describe('a saved plan on standard input', () => {
  const changed = { ...files, [fileOf(one)]: documentOf(one, { monthlyCostCap: 30000 }) };

  test('is shown and applied; without --auto-approve nothing is written', async () => {
    await withHarness({ files: changed, world }, async (harness) => {
      expect((await harness.run('plan --out plan.json')).exit).toBe(0);
      const input = await harness.read('plan.json');
      const [file, piped] = [await harness.run('show plan.json'), await harness.run('show -', { input })];
      expect(piped).toEqual(file);
      expect((await harness.run('apply -', { input })).exit).not.toBe(0);
      expect(harness.writes()).toEqual([]);
      expect((await harness.run('apply - --auto-approve', { input })).exit).toBe(0);
      expect(harness.writes().length).toBeGreaterThan(0);
      const wrong = await harness.run('show -', { input: '{}' });
      expect([wrong.exit, wrong.err]).toEqual([1, expect.stringContaining('<stdin>')]);
    });
  });

  test('is the only thing that apply reads from there', async () => {
    await withHarness({ files: changed, world }, async (harness) => {
      for (const line of ['apply - --auto-approve', `apply ${fileOf(two)} - --auto-approve`]) {
        const { exit, err } = await harness.run(line, { input: documentOf(one, { monthlyCostCap: 29000 }) });
        expect([exit, err]).toEqual([1, expect.stringContaining('apply reads only a saved plan')]);
      }
      expect(harness.log()).toEqual([]);
    });
  });
});
