import { describe, expect, test } from 'vitest';
import { unusedAllowances } from '../../src/cli/options.ts';
import { journalFile } from '../../src/io/journal-file.ts';
import { openReaders } from '../../src/operations/open-apis.ts';
import { run } from '../../src/cli/program.ts';
import { isSavedPlan, readSavedPlan } from '../../src/operations/saved-plan.ts';
import type { Machine } from '../../src/machine.ts';
import type { DesiredLayer } from '../../src/model/index.ts';
import { planAsJson } from '../../src/render/index.ts';
import { aDesired, codesOf, layers, planOf, theSettings } from '../support/layers.ts';
import { fakeMachine, type FakeMachineOptions } from '../support/fake-machine.ts';

/** Runs one command line on a machine of which some parts are replaced. */
async function ran(argv: readonly string[], options: Partial<FakeMachineOptions> = {}, parts: Partial<Machine> = {}) {
  const harness = fakeMachine({ cwd: '/nowhere', ...options });
  const machine = { ...harness.machine, ...parts };
  const exit = await run(argv, { bare: machine, full: async () => machine });
  return { exit, out: harness.out(), err: harness.err() };
}

/** Files in memory, for reading only. */
function filesOf(texts: Readonly<Record<string, string>>): Machine['files'] {
  return {
    ...fakeMachine({ cwd: '/' }).machine.files,
    read: async (path) => {
      const text = texts[path];
      if (text === undefined) throw new Error('ENOENT');
      return new TextEncoder().encode(text);
    },
    look: async (path) => (texts[path] === undefined ? undefined : { kind: 'file', size: 1, real: path }),
    write: async () => {},
  };
}

describe('the command line', () => {
  test.each([
    { argv: ['--version'], exit: 0, shows: /^\d+\.\d+\.\d+\n$/ },
    { argv: ['--help'], exit: 0, shows: /Exit codes:/ },
    { argv: ['plan', '--help'], exit: 0, shows: /Examples:/ },
    { argv: ['schema', 'plan'], exit: 0, shows: /schemas\/plan\.schema\.json/ },
  ])('$argv', async ({ argv, exit, shows }) => {
    const result = await ran(argv);
    expect(result.exit).toBe(exit);
    expect(result.out).toMatch(shows);
  });

  test.each([
    { argv: ['plam'], says: /unknown command.*plan/s, why: 'a typing mistake gets a suggestion' },
    { argv: ['plan', '--outt', 'x'], says: /--out/, why: 'so is an option' },
    { argv: ['plan', '--format', 'xml'], says: /text, json, markdown/, why: 'the choices are named' },
    { argv: ['schema', 'plans'], says: /layer, defaults, settings, plan/, why: 'the choices are named' },
    { argv: ['sandbox', '--port', '70000'], says: /65535/, why: 'the port does not exist' },
    { argv: ['events', 'explain'], says: /Run reconcile events explain --help/, why: 'the help has examples' },
    { argv: ['apply', '--dry-run'], says: /a dry run of apply is reconcile plan/, why: 'users of other tools try it' },
    { argv: ['-C', 'missing', 'plan'], says: /-C missing: there is no such folder/, why: 'the folder does not exist' },
    { argv: ['plan', '-C', ''], says: /is empty/, why: 'an unset variable is not the working folder' },
    { argv: ['plan', '--allow', 'cap=x'], says: /"cap" is not a policy/, why: 'the policy does not exist' },
  ])('$argv is a problem: $why', async ({ argv, says }) => {
    const result = await ran(argv);
    expect(result.exit).toBe(1);
    expect(result.err).toMatch(says);
    expect(result.out).toBe('');
  });

  test.each([
    { argv: ['plan', '--outt', 'x', '--format', 'json'], says: /unknown option '--outt'.*--out\b/s },
    { argv: ['apply', '--format=json', '--base'], says: /argument missing/ },
    { argv: ['comment', '--format', 'json'], says: /missing required argument 'plan'/ },
  ])('$argv is a problem as JSON', async ({ argv, says }) => {
    const { exit, out, err } = await ran(argv);
    expect([exit, err]).toEqual([1, '']);
    const { format, problems } = JSON.parse(out);
    expect([format, codesOf({ ok: false, problems })]).toEqual(['reconcile-problems', ['cli/usage']]);
    expect(problems[0].message).toMatch(says);
  });

  const broken = (error: Error): Partial<Machine> => ({ files: { ...filesOf({}), look: () => Promise.reject(error) } });

  test('a bug is reported as one, without secrets', async () => {
    const env = { LAYERS_API_KEY: 'lp_live_abcdefgh' };
    const result = await ran(['validate'], { env }, broken(new Error('Broken at lp_live_abcdefgh')));
    expect(result.exit).toBe(70);
    expect(result.err).toContain('a bug in reconcile');
    expect(result.err).not.toContain(env.LAYERS_API_KEY);
  });

  test('an interrupt is not a bug', async () => {
    const stop = AbortSignal.abort(new Error('stopped'));
    const result = await ran(['validate'], {}, { ...broken(new Error('stopped')), stop });
    expect(result.exit).toBe(130);
    expect(result.err).toMatch(/stopped/i);
    expect(result.err).not.toContain('fault');
  });
});

describe('a saved plan on disk', () => {
  const plan = planOf();
  const files = filesOf({
    '/r/plan.json': planAsJson(plan),
    '/r/other.json': JSON.stringify({ ...plan, version: 2 }),
    '/r/layer.json': '{ "template": "tiktok-ads" }',
    '/r/layer.yaml': 'format: reconcile-plan',
  });
  const machine = { files, cwd: '/r' };

  test.each([
    ['plan.json', true, 'it says so itself'],
    ['other.json', true, 'a later version is still a plan, and no layer document'],
    ['layer.json', false, 'it is a layer document'],
    ['layer.yaml', false, 'plans are JSON'],
    ['absent.json', false, 'the documents’ own problem will tell'],
  ])('%s: %s, %s', async (path, saved) => {
    expect(await isSavedPlan(path, machine)).toBe(saved);
  });

  test('it is read as it was saved', async () => {
    expect(await readSavedPlan('plan.json', machine)).toEqual({ ok: true, value: plan });
  });

  test.each(['other.json', 'layer.json', 'absent.json'])('%s is a problem', async (path) => {
    expect(codesOf(await readSavedPlan(path, machine))).toEqual(['plan/unreadable']);
  });
});

describe('the journal on disk', () => {
  const line = {
    at: 'now',
    run: 'r',
    nonce: 'n',
    project: 'p',
    revision: 7,
    change: 'a/capi',
    moment: 'before',
    key: 'k',
  } as const;
  const ours = { id: 'this one', hasEnded: () => false };
  const into = (env: Machine['env']) => {
    const written: (readonly [string, string])[] = [];
    const files = { ...filesOf({}), append: async (path: string, text: string) => void written.push([path, text]) };
    return { written, journal: journalFile('/repo', { env, files, self: ours }) };
  };

  test('one file per revision, one line per step, next to the settings', async () => {
    const { written, journal } = into({});
    await journal(line);
    expect(written).toEqual([
      ['/repo/.reconcile/journal-7.jsonl', `${JSON.stringify({ ...line, process: ours.id })}\n`],
    ]);
  });

  test('in CI below the runner’s temporary folder', async () => {
    const { written, journal } = into({ RUNNER_TEMP: '/tmp/runner' });
    await journal(line);
    expect(written[0]?.[0]).toBe('/tmp/runner/journal-7.jsonl');
  });

  test('a full disk is a problem', async () => {
    const full = Object.assign(new Error('no space left on /home/ci/secret'), { code: 'ENOSPC' });
    const files = { ...filesOf({}), append: () => Promise.reject(full) };
    const result = await journalFile('/repo', { env: {}, files, self: ours })(line);
    expect(codesOf(result)).toEqual(['disk/unwritable']);
    expect(JSON.stringify(result)).toContain('could not be written (ENOSPC).');
    expect(JSON.stringify(result), 'folders outside the repository are not shown').not.toContain('secret');
  });
});

describe('reaching the APIs', () => {
  const env = { LAYERS_API_KEY: 'lp_live_abcdefgh', TIKTOK_ACCESS_TOKEN: 'tt_0123456789' };
  const { machine } = fakeMachine({ cwd: '/' });
  const reach = (desired: readonly DesiredLayer[], given: Machine['env'], settings = theSettings()) =>
    openReaders(desired, settings, { ...machine, env: given });

  test('every missing credential is reported, with the layers that need it', () => {
    const { desired } = layers(3);
    const result = reach(desired, { TIKTOK_ACCESS_TOKEN: '' });
    const missing = result.ok ? result.value.missing : [];
    const names = ['layer-00', 'layer-01', 'layer-02'];
    expect(missing).toMatchObject([
      { code: 'credentials/missing', layers: names },
      { code: 'credentials/missing', layers: names },
    ]);
    const messages = missing.map(({ message }) => message).join('\n');
    expect(messages).toMatch(/LAYERS_API_KEY.*3 layers need it: layer-00, layer-01, layer-02/);
    expect(messages).toContain('TIKTOK_ACCESS_TOKEN');
  });

  test('a forbidden origin for credentials is reported before any request', () => {
    const origins = { layers: 'https://evil.example', tiktok: 'https://business-api.tiktok.com' };
    expect(codesOf(reach([aDesired()], env, theSettings({ origins })))).toEqual(['settings/origin']);
    expect(
      codesOf(reach([aDesired()], { ...env, RECONCILE_ALLOW_ORIGINS: 'evil.example' }, theSettings({ origins }))),
    ).toEqual([]);
  });

  test('layers with the same credentials share their clients, others do not', () => {
    const own = { layers: 'ACME_KEY', tiktok: 'TIKTOK_ACCESS_TOKEN' };
    const [a, b, c] = [aDesired({ name: 'a' }), aDesired({ name: 'b' }), aDesired({ name: 'c', credentials: own })];
    const result = reach([a, b, c], { ...env, ACME_KEY: 'acme-own-key' });
    if (!result.ok) throw new Error('The APIs are not in reach.');
    const { portsOf } = result.value;
    expect(portsOf(a)).toBe(portsOf(b));
    expect(portsOf(c).layers).not.toBe(portsOf(a).layers);
    expect(portsOf(c).tiktok).toBe(portsOf(a).tiktok);
  });
});

describe('an allowance that allows nothing', () => {
  const layer = { policy: 'cap-max', subject: 'acme-ios' } as const;

  test('is reported: most likely its name is misspelled', () => {
    expect(unusedAllowances([layer, { policy: 'share', subject: 'al' }], [layer])).toBe(
      'Without effect: --allow share=al.\n',
    );
  });

  test('is not made up', () => {
    expect(unusedAllowances([layer], [layer])).toBeUndefined();
    expect(unusedAllowances([], [])).toBeUndefined();
  });
});
