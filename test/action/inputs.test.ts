import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readInputs, withToken } from '../../src/action/inputs.ts';
import { isFailure, startAction } from '../../src/action/run.ts';
import { forLog } from '../../src/render/index.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** Defaults of absent inputs. */
const bare = {
  planWorkflow: '.github/workflows/reconcile-plan.yml',
  environment: 'reconcile-apply',
  artifact: 'reconcile-plan',
  comment: 'on-changes',
};

/** Inputs of `action.yml` without the token. */
const written = Object.keys(parse(readFileSync('action.yml', 'utf8')).inputs).filter((name) => name !== 'token');

test.each(written)('an option as the input %s is a problem', (name) => {
  for (const value of ['-x', '--auto-approve', ' --sandbox']) {
    const read = readInputs({ INPUT_COMMAND: 'confirm', INPUT_NAME: 'a', [`INPUT_${name.toUpperCase()}`]: value });
    const said = read.ok ? '' : read.problems.map(({ message }) => message).join('\n');
    expect(said).toContain(`The input "${name}" is ${JSON.stringify(value.trim())}, which starts with "-"`);
  }
});

test('a misspelled command gets a suggestion', () => {
  const read = readInputs({ INPUT_COMMAND: 'aply' });
  expect(read.ok ? '' : read.problems[0]?.remedy).toContain('Did you mean apply?');
});

describe('readInputs', () => {
  test.each([
    { name: 'the command alone', env: { INPUT_COMMAND: 'plan' }, inputs: { command: 'plan', ...bare } },
    {
      name: 'everything',
      env: {
        INPUT_COMMAND: 'recheck',
        INPUT_CONFIG: 'ads/reconcile.yaml',
        'INPUT_PLAN-WORKFLOW': '.github/workflows/p.yml',
        INPUT_ENVIRONMENT: 'prod',
        INPUT_ARTIFACT: 'a plan',
        INPUT_COMMENT: 'never',
        INPUT_DIGEST: DIGEST,
        'INPUT_FIX-DRIFT': 'true',
        INPUT_WAIT: '20m',
        'INPUT_WAIT-CLAIM': '30s',
        INPUT_FULL: 'true',
        INPUT_NAME: 'acme-ios, acme-android',
        INPUT_DO: 'confirm',
        INPUT_PULL: '12',
        INPUT_SHARD: '2/4',
      },
      inputs: {
        command: 'recheck',
        config: 'ads/reconcile.yaml',
        planWorkflow: '.github/workflows/p.yml',
        environment: 'prod',
        artifact: 'a plan',
        comment: 'never',
        digest: DIGEST,
        fixDrift: true,
        wait: 1_200_000,
        waitClaim: 30_000,
        full: true,
        names: ['acme-ios', 'acme-android'],
        do: 'confirm',
        pull: 12,
        shard: { number: 2, of: 4 },
      },
    },
    {
      name: 'empty ones are not given, and white space is nothing',
      env: { INPUT_COMMAND: ' drift\n', INPUT_CONFIG: ' ', INPUT_PULL: '', INPUT_ENVIRONMENT: '' },
      inputs: { command: 'drift', ...bare },
    },
  ])('$name', ({ env, inputs }) => {
    expect(readInputs(env)).toEqual({ ok: true, value: inputs });
  });

  test.each([
    { name: 'no command', env: {}, says: 'The input "command" is not set.' },
    { name: 'another command', env: { INPUT_COMMAND: 'destroy' }, says: '"destroy", which is not a command' },
    { name: 'an invalid digest', env: { INPUT_COMMAND: 'apply', INPUT_DIGEST: 'latest' }, says: 'is not a digest' },
    {
      name: 'half a switch',
      env: { INPUT_COMMAND: 'apply', 'INPUT_FIX-DRIFT': 'yes' },
      says: 'The input "fix-drift" is "yes".',
    },
    {
      name: 'a wait without a unit',
      env: { INPUT_COMMAND: 'apply', INPUT_WAIT: '20' },
      says: 'The input "wait" is "20", which is not a duration up to 24h.',
    },
    {
      name: 'a long wait for a claim',
      env: { INPUT_COMMAND: 'apply', 'INPUT_WAIT-CLAIM': '25h' },
      says: 'The input "wait-claim" is "25h", which is not a duration up to 24h.',
    },
    {
      name: 'half a full read',
      env: { INPUT_COMMAND: 'drift', INPUT_FULL: '1' },
      says: 'The input "full" is "1".',
    },
    {
      name: 'a pull request by name',
      env: { INPUT_COMMAND: 'recheck', INPUT_PULL: '7; rm' },
      says: 'not the number of a pull request',
    },
    {
      name: 'an invalid pull request',
      env: { INPUT_COMMAND: 'recheck', INPUT_PULL: '0' },
      says: 'not the number of a pull request',
    },
    {
      name: 'confirm of something else',
      env: { INPUT_COMMAND: 'confirm', INPUT_NAME: 'acme-ios ../x' },
      says: 'which is not a list of layer names',
    },
    {
      name: 'one config for several layers',
      env: { INPUT_COMMAND: 'confirm', INPUT_NAME: 'a b', INPUT_JSON: '{}' },
      says: 'The input "json" is the config of one layer, but "name" has 2.',
    },
    {
      name: 'an unknown thing to do',
      env: { INPUT_COMMAND: 'comment', INPUT_DO: 'plan' },
      says: 'The input "do" is "plan"',
    },
    {
      name: 'an unknown time to comment',
      env: { INPUT_COMMAND: 'plan', INPUT_COMMENT: 'sometimes' },
      says: 'The input "comment" is "sometimes".',
    },
    { name: 'no shard', env: { INPUT_COMMAND: 'plan', INPUT_SHARD: '5/4' }, says: 'The input "shard" is "5/4".' },
    {
      name: 'one shard and all of them',
      env: { INPUT_COMMAND: 'plan', INPUT_SHARD: '1/4', INPUT_SHARDS: '/tmp/shards' },
      says: 'The input "shards" is set, and "shard" as well.',
    },
    { name: 'confirm of nothing', env: { INPUT_COMMAND: 'confirm' }, says: 'The input "name" is not set.' },
  ])('$name is a problem', ({ env, says }) => {
    const read = readInputs(env);
    expect(read.ok ? [] : read.problems.map(({ message }) => message).join()).toContain(says);
  });

  test('they are those of action.yml, with the same defaults', () => {
    const { inputs } = parse(readFileSync('action.yml', 'utf8')) as {
      inputs: Record<string, { default?: string }>;
    };
    expect(Object.keys(inputs).sort()).toEqual(
      [
        'command',
        'config',
        'token',
        'plan-workflow',
        'environment',
        'artifact',
        'do',
        'comment',
        'digest',
        'fix-drift',
        'wait',
        'wait-claim',
        'full',
        'name',
        'json',
        'pull',
        'shard',
        'shards',
      ].sort(),
    );
    const given = Object.entries(inputs).map(([name, { default: value = '' }]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ]);
    const read = readInputs({ ...Object.fromEntries(given), INPUT_COMMAND: 'plan' });
    expect(read).toEqual(readInputs({ INPUT_COMMAND: 'plan' }));
  });
});

describe('withToken', () => {
  test.each([
    { name: 'the action’s own', env: { INPUT_TOKEN: ' a ' }, token: 'a' },
    { name: 'one that the workflow sets wins', env: { INPUT_TOKEN: 'a', GITHUB_TOKEN: 'b' }, token: 'b' },
    { name: 'an empty one is absent', env: { INPUT_TOKEN: 'a', GITHUB_TOKEN: '' }, token: 'a' },
    { name: 'none', env: {}, token: undefined },
  ])('$name', ({ env, token }) => {
    expect(withToken(env).GITHUB_TOKEN).toBe(token);
  });
});

test.each([
  [0, false],
  [1, true],
  [2, false],
  [3, false],
  [4, true],
  [70, true],
  [130, true],
] as const)('exit code %i fails the step: %s', (exit, failed) => {
  expect(isFailure(exit)).toBe(failed);
});

test('wrong inputs are reported without the token', async () => {
  const token = 'ghs_verysecret0000000001';
  const env = { GITHUB_ACTIONS: 'true', INPUT_COMMAND: `plan ${token}`, INPUT_TOKEN: token };
  const still = fakeMachine({ cwd: '/', env });
  expect(await startAction(still.machine)).toBe(1);
  await still.close();
  const said = still.out() + still.err();
  expect(said).toMatch(/^::error title=cli\/usage::The input "command" is "plan •••", which is not a command/m);
  expect(said).not.toContain(token);
});

describe('forLog', () => {
  test.each([
    ['::error::x', ':\u200B:error::x'],
    ['a\n  ::set-output name=x::y', 'a\n  :\u200B:set-output name=x::y'],
    ['a ::b', 'a ::b'],
    ['##[add-mask]x', '#\u200B#[add-mask]x'],
    ['x ##[group]', 'x #\u200B#[group]'],
    ['\r\n\t::warning::', '\r\n\t:\u200B:warning::'],
    ['\u0085::debug::', '\u0085:\u200B:debug::'],
    ['## A heading', '## A heading'],
  ])('%j', (text, log) => {
    expect(forLog(text)).toBe(log);
  });
});
