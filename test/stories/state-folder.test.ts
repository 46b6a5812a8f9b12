import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { endedHere } from '../../src/io/journal-file.ts';
import { realFiles } from '../../src/io/node-files.ts';
import { withHarness } from '../support/harness.ts';

const victim = mkdtempSync(join(tmpdir(), 'reconcile-victim-'));
afterAll(() => rmSync(victim, { recursive: true, force: true }));
writeFileSync(join(victim, '.gitignore'), 'keep\n');

describe('a repository that holds .reconcile as a link', () => {
  test('makes an apply stop before its first write, and nothing is written elsewhere', async () => {
    await withHarness({ from: 'examples/event-map' }, async (harness) => {
      symlinkSync(victim, join(harness.folder, '.reconcile'));
      const { exit, err, out } = await harness.run('apply --auto-approve');
      expect([exit, err + out]).toEqual([1, expect.stringContaining('disk/unwritable')]);
      expect(err + out).toContain('a link is in its path');
      expect(harness.writes()).toEqual([]);
    });
    expect(readdirSync(victim)).toEqual(['.gitignore']);
    expect(readFileSync(join(victim, '.gitignore'), 'utf8')).toBe('keep\n');
  });

  test('proves nothing about the holder of a claim', async () => {
    const root = mkdtempSync(join(tmpdir(), 'reconcile-state-'));
    const claim = { run: 'local:n1', nonce: 'n1', revision: 7, until: '2026-11-10T12:15:00Z' };
    const machine = { env: {}, files: realFiles(false), self: { id: 'ours', hasEnded: () => true } };
    mkdirSync(join(root, 'committed'));
    writeFileSync(join(root, 'committed/journal-7.jsonl'), JSON.stringify({ nonce: 'n1', process: 'gone' }));
    try {
      symlinkSync('committed', join(root, '.reconcile'));
      expect(await endedHere(root, machine)(claim)).toBe(false);
      rmSync(join(root, '.reconcile'));
      mkdirSync(join(root, '.reconcile'));
      symlinkSync('../committed/journal-7.jsonl', join(root, '.reconcile/journal-7.jsonl'));
      expect(await endedHere(root, machine)(claim)).toBe(false);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
