import { describe, expect, test } from 'vitest';
import { openBaseRules } from '../../src/operations/base-workspace.ts';
import { markerRoot } from '../../src/publish/pull-request-target.ts';
import { findSettings } from '../../src/io/find-settings.ts';
import { checkControlFiles } from '../../src/github/index.ts';
import { settings } from '../desired/harness.ts';
import { type CommitEntry, committed } from '../support/commit.ts';
import { below, memoryFiles } from '../faults/memory-files.ts';

describe('settings on the disk', () => {
  test.each<{ name: string; files: readonly string[]; cwd?: string; config?: string; found: unknown }>([
    { name: 'the usual name', files: ['reconcile.yaml'], found: 'reconcile.yaml' },
    { name: 'the other name', files: ['reconcile.yml'], found: 'reconcile.yml' },
    { name: 'the other name, from a folder below', files: ['reconcile.yml', 'a/x'], cwd: 'a', found: 'reconcile.yml' },
    { name: 'neither name', files: ['reconcile.json'], found: undefined },
    { name: 'both', files: ['reconcile.yaml', 'reconcile.yml'], found: ['settings/invalid'] },
    { name: 'both above', files: ['reconcile.yaml', 'reconcile.yml', 'a/x'], cwd: 'a', found: ['settings/invalid'] },
    {
      name: 'both, and one named',
      files: ['reconcile.yaml', 'reconcile.yml'],
      config: 'reconcile.yml',
      found: ['settings/invalid'],
    },
    {
      name: 'one named, the other there',
      files: ['reconcile.yaml'],
      config: 'reconcile.yml',
      found: ['settings/invalid'],
    },
    {
      name: 'a different file is named',
      files: ['reconcile.yaml', 'reconcile.yml', 'own.yaml'],
      config: 'own.yaml',
      found: 'own.yaml',
    },
  ])('$name', async ({ files, cwd = '', config, found }) => {
    const given = below('/repo', Object.fromEntries([...files, '.git/HEAD'].map((path) => [path, ''])));
    const result = await findSettings(
      { files: memoryFiles(given).files, cwd: `/repo/${cwd}`.replace(/\/$/, '') },
      config,
    );
    expect(result.ok ? result.value.file?.filePath : result.problems.map(({ code }) => code)).toEqual(found);
    if (!result.ok && result.problems[0]?.message.startsWith('Both')) {
      expect(result.problems[0].message).toMatch(/reconcile\.yaml.*reconcile\.yml/);
    }
  });
});

describe('settings at the base', () => {
  const strict = 'policies: { cap-max: { amount: 100 USD } }\n';
  const limit = [{ currency: 'USD', minor: 10_000 }];

  test.each<{ name: string; why: string; base: Record<string, CommitEntry>; now: string; holds: unknown }>([
    {
      name: 'of the same name',
      why: 'the base’s limit holds',
      base: { 'reconcile.yaml': strict },
      now: 'reconcile.yaml',
      holds: limit,
    },
    {
      name: 'renamed since',
      why: 'a rename loosens nothing',
      base: { 'reconcile.yaml': strict },
      now: 'reconcile.yml',
      holds: limit,
    },
    {
      name: 'renamed back',
      why: 'nor does this one',
      base: { 'reconcile.yml': strict },
      now: 'reconcile.yaml',
      holds: limit,
    },
    {
      name: 'not there',
      why: 'there is no limit',
      base: { 'other.yaml': strict },
      now: 'reconcile.yaml',
      holds: undefined,
    },
    {
      name: 'of a file with a different name',
      why: 'these are other settings',
      base: { 'reconcile.yaml': strict },
      now: 'own.yaml',
      holds: undefined,
    },
    {
      name: 'twice',
      why: 'which holds would be a guess',
      base: { 'reconcile.yaml': strict, 'reconcile.yml': '' },
      now: 'reconcile.yaml',
      holds: 'base/invalid',
    },
    {
      name: 'behind a link',
      why: 'code owners go by path',
      base: { 'reconcile.yaml': { link: 'a.yaml' }, 'a.yaml': strict },
      now: 'reconcile.yaml',
      holds: 'base/invalid',
    },
    {
      name: 'behind a link to nowhere',
      why: 'that differs from none',
      base: { 'reconcile.yaml': { link: 'gone' } },
      now: 'reconcile.yaml',
      holds: 'base/invalid',
    },
    {
      name: 'behind a link out of the repository',
      why: 'that differs from none',
      base: { 'reconcile.yaml': { link: '/etc/passwd' } },
      now: 'reconcile.yaml',
      holds: 'base/invalid',
    },
    {
      name: 'too large',
      why: 'it was not read',
      base: { 'reconcile.yaml': `#${'x'.repeat(2 ** 20)}` },
      now: 'reconcile.yaml',
      holds: 'base/invalid',
    },
  ])('$name: $why', async ({ base, now, holds }) => {
    const rules = await openBaseRules('HEAD', '/repo', settings(), { ...committed(base, '/repo'), env: {} }, now);
    expect(rules.ok ? rules.value.settings.policies.capMax : rules.problems[0]?.code).toEqual(holds);
  });
});

describe('two names of one file', () => {
  test('have one comment, and a different settings file has its own', () => {
    expect([markerRoot('ads', 'reconcile.yaml'), markerRoot('ads', 'reconcile.yml')]).toEqual(['ads', 'ads']);
    expect(markerRoot('ads', 'own.yaml')).toBe('ads/own.yaml');
  });

  test.each([
    ['ads/reconcile.yaml', 'ads/reconcile.yml', false],
    ['ads/reconcile.yml', 'ads/reconcile.yaml', false],
    ['./reconcile.yaml', 'reconcile.yml', false],
    ['ads/reconcile.yaml', 'reconcile.yml', true],
    ['ads/own.yaml', 'ads/reconcile.yml', true],
  ])('if %s decides, the authors of %s leave the rules alone: %s', (settingsFile, edited, trusted) => {
    expect(checkControlFiles([edited], settingsFile).trusted).toBe(trusted);
  });
});
