import { describe, expect, test } from 'vitest';
import { CHECK_CODES, explainCode, POLICY_NAMES, PROBLEM_CODES } from '../../src/model/index.ts';
import { run } from '../../src/cli/program.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const ALL = [PROBLEM_CODES, CHECK_CODES, POLICY_NAMES].flatMap((table) => Object.entries(table));

describe('each code has a meaning, an example and a cure', () => {
  test('no code is in two tables', () => {
    expect(new Set(ALL.map(([code]) => code)).size).toBe(ALL.length);
  });

  test('each is complete and short', () => {
    for (const [code, { meaning, example, cure }] of ALL) {
      expect(explainCode(code)).toMatchObject({ ok: true, explained: { code, meaning, example, cure } });
      expect(meaning, code).toMatch(/\.$/);
      expect(cure, code).toMatch(/\.$/);
      expect(example, code).not.toMatch(/\.$/);
      for (const text of [meaning, example, cure]) expect(text.length, code).toBeLessThan(160);
    }
  });
});

describe('a near miss', () => {
  test.each([
    ['cap-mx', 'cap-max'],
    ['cap/max', 'cap-max'],
    ['secret', 'document/secret'],
    ['document/secrets', 'document/secret'],
    ['pixel-missing', 'tiktok/pixel-missing'],
    ['PIN', 'pin'],
  ])('%s: %s', (word, near) => {
    expect(explainCode(word)).toEqual({ ok: false, near });
  });

  test.each(['weather', 'nope'])('an unrelated word has none: %s', (word) => {
    expect(explainCode(word)).toEqual({ ok: false });
  });
});

describe('reconcile explain CODE', () => {
  async function ran(...argv: readonly string[]) {
    const harness = fakeMachine({ cwd: '/nowhere' });
    const exit = await run(['explain', ...argv], { bare: harness.machine, full: async () => harness.machine });
    return { exit, out: harness.out(), err: harness.err() };
  }

  test('a policy, and how to allow it', async () => {
    const { exit, out } = await ran('cap-increase');
    expect(exit).toBe(0);
    await expect(out).toMatchFileSnapshot('golden/explain-policy.txt');
  });

  test('a problem as JSON', async () => {
    const { exit, out } = await ran('document/unquoted-id', '--format', 'json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({
      format: 'reconcile-explain',
      version: 1,
      exitCode: 0,
      kind: 'problem',
      code: 'document/unquoted-id',
      ...PROBLEM_CODES['document/unquoted-id'],
    });
  });

  test('a near miss suggests a code', async () => {
    const { exit, out, err } = await ran('cap-mx');
    expect(exit).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('Did you mean "cap-max"?');
    expect(JSON.parse((await ran('cap-mx', '--format', 'json')).out)).toMatchObject({
      problems: [{ code: 'cli/usage' }],
    });
  });
});
