import { describe, expect, test, vi } from 'vitest';
import { type StoryHarness, withHarness } from '../support/harness.ts';
import { acme, client, copied, documentOf, documentsOf, fileOf, settings, worldOf } from '../support/worlds.ts';

vi.setConfig({ testTimeout: 120_000 });

const one = acme();
const two = client(2);
const files = { ...documentsOf([one]), 'reconcile.yaml': settings() };
/** No layer is installed, and no ad account is connected. */
const empty = worldOf([acme({ inProject: { layers: [], adAccounts: [] } })]);
const xterm = { env: { TERM: 'xterm' } };
const json = { ...one.config };

type Action = readonly [name: string, body: object];

const install: Action = ['install', {}];
const connect: Action = ['connect-account', { adAccount: one.account }];
const paste: Action = ['paste', { json }];

/** A person acts in a dashboard, then types a line. */
const after =
  (harness: StoryHarness, line: string, ...actions: readonly Action[]) =>
  async (): Promise<string> => {
    for (const [name, body] of actions) {
      const done = await harness.call('POST', `/__sandbox/people/${name}`, { project: one.project, ...body });
      expect(done.status, name).toBe(200);
    }
    return line;
  };

const shown = (harness: StoryHarness): string =>
  harness.transcript().replace(/\u001B\]52;c;([\w+/=]+)\u0007/g, (_, text: string) => {
    JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    return '[clipboard]';
  });

describe('onboarding', () => {
  test('from an empty project, one screen at a time', () =>
    withHarness({ files, world: empty }, async (harness) => {
      const typed = [after(harness, '', install), after(harness, '', connect, paste), copied(json)];
      const walked = await harness.run('todo', { ...xterm, typed });
      expect([walked.exit, walked.err]).toEqual([0, '']);
      expect((await harness.run('plan --detailed-exitcode')).exit).toBe(0);
      await expect(shown(harness)).toMatchFileSnapshot('golden/todo-onboarding.txt');
    }));

  test('in several sittings: each one starts with what is still open', () =>
    withHarness({ files, world: empty }, async (harness) => {
      const first = await harness.run('todo acme-ios', { ...xterm, typed: [after(harness, '', install), 'q'] });
      expect([first.exit, harness.writes()]).toEqual([3, []]);
      const second = await harness.run('todo', { ...xterm, typed: ['s'] });
      expect(second.exit).toBe(3);
      expect(second.out).toContain('Choose "Connect via OAuth"');
      expect(second.out).not.toContain('from the catalog');
      const stop = new AbortController();
      const interrupt = async (): Promise<string> => {
        stop.abort(new Error('stopped'));
        return '';
      };
      const third = await harness.run('todo', { ...xterm, typed: [interrupt], stop: stop.signal });
      expect([third.exit, harness.writes()]).toEqual([130, []]);
      const typed = [after(harness, '', connect, paste), copied(json)];
      expect((await harness.run('todo layers/acme-ios.yaml', { ...xterm, typed })).exit).toBe(0);
    }));

  test('a step that an API shows is not taken on word', () =>
    withHarness({ files, world: empty }, async (harness) => {
      const walked = await harness.run('todo', { ...xterm, typed: ['', '', 'q'] });
      expect(walked.exit).toBe(3);
      expect(walked.out.match(/Still open in acme-ios: install/g)).toHaveLength(2);
      expect(harness.writes()).toEqual([]);
    }));
});

describe('adopting', () => {
  const world = worldOf([one, two]);
  const both = { ...files, ...documentsOf([two]) };

  test('a wrong paste shows its problem and is asked for again, in a terminal without escapes', () =>
    withHarness({ files, world: worldOf([one]) }, async (harness) => {
      const other = copied({ ...json, adAccountId: '7111111111111111111' });
      const half = `${copied(json).slice(0, -30)}\n`;
      const typed = ['', 'hello\n', half, other, copied(json)];
      const walked = await harness.run('todo', { env: { TERM: 'dumb' }, typed });
      expect([walked.exit, harness.writes().length]).toEqual([0, 1]);
      for (const code of ['confirm/invalid', 'document/syntax', 'confirm/contradicted'])
        expect(walked.err).toContain(code);
      expect(walked.out).not.toContain('\u001B');
      await expect(shown(harness)).toMatchFileSnapshot('golden/todo-wrong-paste.txt');
    }));

  test('a layer that is skipped is left open', () =>
    withHarness({ files: both, world }, async (harness) => {
      const walked = await harness.run('todo', { ...xterm, typed: ['', 's', '', copied(two.config)] });
      expect(walked.exit).toBe(3);
      expect(walked.out).toContain('1 manual step in 1 layer');
      expect(await harness.read('reconcile.yaml'), 'no state of its own').toBe(settings());
    }));

  test('a change after the adoption is on the same screen, and a paste that differs stays open', () =>
    withHarness({ files, world: worldOf([one]) }, async (harness) => {
      await harness.write(fileOf(one), documentOf(one, { monthlyCostCap: 30_000 }));
      const done = { ...json, monthlyCostCap: 30_000 };
      const typed = ['', copied(json), '', copied(json), after(harness, '', ['paste', { json: done }]), copied(done)];
      const walked = await harness.run('todo', { ...xterm, typed });
      expect(walked.exit).toBe(0);
      expect(walked.out).toContain('Still open in acme-ios: cost-cap');
      expect(walked.out).toContain('monthlyCostCap: 28,000.00 USD (recorded) → 30,000.00 USD');
    }));

  test('a statement is recorded as one, and only for its step', () =>
    withHarness({ files, world: worldOf([one]) }, async (harness) => {
      await harness.run('confirm acme-ios --json -', { input: copied(json) });
      await harness.write(fileOf(one), documentOf(one, { monthlyCostCap: 20_000, capEnforcement: 'tiktok' }));
      const walked = await harness.run('todo', { ...xterm, typed: ['s', '', 'q'] });
      expect(walked.exit).toBe(3);
      const planned = await harness.run('plan');
      expect(planned.out).toContain('monthlyCostCap: 28,000.00 USD (recorded) → 20,000.00 USD');
    }));

  test('a statement about a step that has changed since it was shown is not recorded', () =>
    withHarness({ files, world: worldOf([one]) }, async (harness) => {
      await harness.run('confirm acme-ios --json -', { input: copied(json) });
      const document = (monthlyCostCap: number) => documentOf(one, { monthlyCostCap, capEnforcement: 'tiktok' });
      await harness.write(fileOf(one), document(28_000));
      harness.forget();
      const pull = async (): Promise<string> => {
        await harness.write(fileOf(one), document(20_000));
        return '';
      };
      const walked = await harness.run('todo', { ...xterm, typed: [pull, 'q'] });
      expect([walked.exit, harness.writes()], 'a failure is said, also if people have more to do').toEqual([1, []]);
      expect(walked.out).toContain('7098765432109876501 to 28,000.00 USD');
      expect(walked.err).toContain('apply/stale');
    }));

  test('a refused change is not asked for', () =>
    withHarness({ files, world: worldOf([one]) }, async (harness) => {
      await harness.run('confirm acme-ios --json -', { input: copied(json) });
      await harness.write(fileOf(one), documentOf(one, { monthlyCostCap: 90_000 }));
      const walked = await harness.run('todo', { ...xterm, typed: [] });
      expect([walked.exit, walked.out]).toEqual([4, expect.stringContaining('Refused by a policy')]);
      const allowed = await harness.run('todo --allow cap-increase=acme-ios', { ...xterm, typed: ['q'] });
      expect([allowed.exit, allowed.out]).toEqual([3, expect.stringContaining('"monthlyCostCap": 90000')]);
    }));
});

describe('without a terminal', () => {
  test('the steps are listed, and the exit code says whether there are any', () =>
    withHarness({ files: { ...files, ...documentsOf([two]) }, world: worldOf([one, two]) }, async (harness) => {
      expect((await harness.run('todo')).exit).toBe(3);
      const listed = await harness.run('todo acme-ios --format json');
      expect([listed.exit, JSON.parse(listed.out)]).toMatchObject([
        3,
        {
          format: 'reconcile-todo',
          version: 1,
          visits: [{ steps: [{ layers: ['acme-ios'], proof: 'pasted', changes: ['acme-ios/adopt'] }] }],
        },
      ]);
      const input = JSON.stringify({ [one.name]: one.config, [two.name]: two.config });
      await harness.run('confirm --json -', { input });
      expect((await harness.run('todo')).exit).toBe(0);
      expect((await harness.run('todo acme-web')).exit).toBe(1);
      await expect(shown(harness)).toMatchFileSnapshot('golden/todo-list.txt');
    }));
});
