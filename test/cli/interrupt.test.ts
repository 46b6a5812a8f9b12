import { describe, expect, test } from 'vitest';
import { startAction } from '../../src/action/run.ts';
import { EXIT, unlessStopped } from '../../src/operations/exit.ts';
import { type Api, createClient } from '../../src/http/index.ts';
import { atDeadline } from '../../src/http/exchange.ts';
import { deadlines } from '../../src/io/node-machine.ts';
import { ORIGIN, setUpHarness } from '../http/harness.ts';
import { withHarness } from '../support/harness.ts';
import { fakeDeadlines } from '../support/fake-deadlines.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { acme, documentOf, endpoint, fileOf, settings, worldOf } from '../support/worlds.ts';

test.each(Object.entries(EXIT))('a run that would end with %s and is interrupted never ends with 0', (name, exit) => {
  const asked = unlessStopped(exit, { stop: AbortSignal.abort() });
  expect(asked).toBe(name === 'fault' ? 70 : 130);
  expect(unlessStopped(exit, { stop: new AbortController().signal })).toBe(exit);
});

test('many requests may share a deadline without a warning of Node', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): unknown => warnings.push(warning);
  process.on('warning', note);
  const { deadline } = deadlines();
  for (let n = 0; n < 20; n += 1) deadline(60_000).addEventListener('abort', () => n);
  // Node emits a warning in the next turn.
  await new Promise(setImmediate);
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

test('deadlines that begin together are one, until no request waits for it', () => {
  const { deadline, forget } = deadlines();
  const day = 86_400_000;
  const first = deadline(day);
  expect(deadline(day)).toBe(first);
  expect(deadline(2 * day)).not.toBe(first);
  forget(first);
  expect(deadline(day)).toBe(first);
  forget(first);
  forget(first);
  expect(deadline(day)).not.toBe(first);
});

describe('a request', () => {
  test('is aborted when its time is over, or soon after an interrupt', async () => {
    const [day, grace] = [86_400_000, 5_000];
    const { deadline, elapse } = fakeDeadlines();
    const stop = new AbortController();
    const isOver = (more: { readonly stop?: AbortSignal }): (() => boolean) => {
      let over = false;
      atDeadline({ deadline, ...more }, day, () => {
        over = true;
      });
      return () => over;
    };
    const [running, stopped] = [isOver({ stop: stop.signal }), isOver({ stop: AbortSignal.abort() })];
    elapse(grace);
    expect([running(), stopped()]).toEqual([false, true]);
    stop.abort();
    elapse(grace);
    expect(running()).toBe(true);
    const alone = isOver({});
    elapse(day - 1);
    expect(alone()).toBe(false);
    elapse(day);
    expect(alone()).toBe(true);
  });

  const api: Api = {
    name: 'Example',
    origin: ORIGIN,
    secret: 'a-secret',
    headers: {},
    interpret: ({ status }, what) =>
      status === 200
        ? { verdict: 'accepted', data: undefined }
        : { verdict: 'retry', reason: { kind: 'unclear' }, problem: { code: 'api/unreachable', message: what } },
    bucket: () => ({ key: 'one', name: 'one', limits: [{ count: 1, windowMs: 60_000 }] }),
  };
  const write = { method: 'PATCH', path: '/thing', headers: { 'Idempotency-Key': 'k' }, body: {} } as const;
  const finish = new AbortController().signal;

  /** A client whose run is interrupted at the nth request, or at the nth wait. */
  function stoppedAt(at: 'request' | 'rest', nth: number, status: number) {
    const stop = new AbortController();
    const harness = setUpHarness((_, n) => {
      if (at === 'request' && n === nth) stop.abort();
      return { status };
    });
    harness.play();
    let rests = 0;
    const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
      rests += 1;
      if (at === 'rest' && rests === nth) stop.abort();
      await harness.machine.sleep(ms, signal);
    };
    return { ...harness, client: createClient({ ...harness.machine, sleep, stop: stop.signal }, api) };
  }

  test('of a write in progress is finished', async () => {
    const { client } = stoppedAt('request', 1, 200);
    expect(await client.send(write, finish)).toMatchObject({ ok: true });
  });

  test('of a write with a lost response is not sent again', async () => {
    const { client, log } = stoppedAt('request', 1, 500);
    expect(await client.send(write, finish)).toMatchObject({ ok: false, problems: [{ code: 'api/unreachable' }] });
    expect(log).toHaveLength(1);
  });

  test('that waits for its turn does not wait on', async () => {
    const { client, log } = stoppedAt('rest', 1, 200);
    await client.send(write, finish);
    expect(await client.send(write, finish)).toMatchObject({ ok: false, problems: [{ code: 'apply/interrupted' }] });
    expect(log).toHaveLength(1);
  });
});

const live = acme();
const setting = {
  files: {
    [fileOf(live)]: documentOf(live, { objectives: ['app_installs'], monthlyCostCap: 29000 }),
    'reconcile.yaml': settings({ transport: endpoint() }),
  },
  world: worldOf([live]),
};

test.each(['plan', 'apply --auto-approve'])(
  '%s that is interrupted at its first request ends with 130',
  async (line) => {
    await withHarness(setting, async (harness) => {
      const stop = new AbortController();
      harness.intervene(() => stop.abort());
      const { exit, err } = await harness.run(line, { stop: stop.signal });
      expect([exit, harness.writes()]).toEqual([130, []]);
      expect(err).not.toContain('fault');
    });
  },
);

test('an interrupted apply that had written everything ends so as well, and its changes are recorded', async () => {
  await withHarness(setting, async (harness) => {
    const stop = new AbortController();
    const isLast = (body: unknown): boolean => JSON.stringify(body ?? '').includes('29000');
    harness.intervene(({ method, body }, moment) => {
      if (moment === 'after' && method === 'PATCH' && isLast(body)) stop.abort();
    });
    const { exit, out } = await harness.run('apply --auto-approve --format json', { stop: stop.signal });
    expect(exit).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ entries: [{ outcome: 'done' }, { outcome: 'done' }] });
    harness.intervene(undefined);
    expect(await harness.run('plan --detailed-exitcode')).toMatchObject({ exit: 0 });
  });
});

test('a cancelled job is reported to the workflow', async () => {
  const env = { GITHUB_ACTIONS: 'true', INPUT_COMMAND: 'drift', GITHUB_TOKEN: 'ghs_0123456789abcdef' };
  const still = fakeMachine({ cwd: '/', env, stop: AbortSignal.abort(new Error('stopped')) });
  expect(await startAction(still.machine)).toBe(130);
  await still.close();
  expect(still.out()).toMatch(/^::error title=reconcile drift::Interrupted\./m);
});
