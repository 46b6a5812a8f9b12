import type { Dispatcher } from 'undici';
import { run as program } from '../../src/cli/program.ts';
import { withHarness, type Ran, type StoryHarness } from '../support/harness.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import {
  type Client,
  acme,
  campaignOf,
  client,
  connected,
  copied,
  documentOf,
  fileOf,
  settings,
  worldOf,
} from '../support/worlds.ts';
import { ledgersIn } from './ledgers.ts';

/** A command of a pair: a separate process, of a different CI run, on a different machine. */
export type Half = { readonly line: string; readonly input?: string };

export const APPLY: Half = { line: 'apply --auto-approve --format json' };
export const CONFIRM: Half = { line: 'confirm acme-ios --format json' };

const CLIENTS: readonly Client[] = [acme(), client(2), client(3)].map((one) => ({
  ...one,
  inProject: {
    adAccounts: [connected(one.account)],
    campaigns: [1, 2, 3].map((n) => campaignOf(one.account, n * 10 + one.n, n === 3 ? 'paused' : 'active')),
    layers: [{ id: one.layer, config: one.config, defaults: { structural: 'auto' } }],
  },
}));

export type Pair = {
  /** Starts both, the second one just before request `at` of the first, and lets each go on when the other has ended, or at its own request `other`. */
  readonly together: (first: Half, second: Half, at: number, other: number) => Promise<readonly [Ran, Ran]>;
  /** The number of requests that a command sends if nothing else happens. */
  readonly requests: (half: Half) => Promise<number>;
  /** Runs these in sequence, later; returns the ledgers and the campaigns. */
  readonly settle: (halves: readonly Half[]) => Promise<string>;
  /**
   * Runs a command whose writes to the metadata of one project are lost, from its write `turn` on. Both count from 0.
   */
  readonly lose: (half: Half, turn: number, project: number) => Promise<Ran>;
  /** The documents have `state: active`, or `paused` as in the beginning. */
  readonly activate: (isActive: boolean) => Promise<void>;
  /** Pauses and resumes that were asked for, sorted. */
  readonly gate: () => readonly string[];
  /** As it was before any run. */
  readonly restart: () => void;
};

/** Layers that are recorded, and documents that pause all campaigns, lower the cap and switch the relay off. */
export async function onPair<T>(count: number, play: (pair: Pair) => Promise<T>): Promise<T> {
  const clients = CLIENTS.slice(0, count);
  const desired = { state: 'paused', monthlyCostCap: 27_000, capi: { enabled: false } };
  const files = Object.fromEntries(clients.map((one) => [fileOf(one), documentOf(one)]));
  const world = worldOf(clients, { switches: { generation: 'seed' } });
  return withHarness({ files: { ...files, 'reconcile.yaml': settings() }, world }, async (harness) => {
    for (const one of clients) {
      const ran = await harness.run(`confirm ${one.name} --json -`, { input: copied(one.config) });
      if (ran.exit !== 0) throw new Error(ran.err);
      await harness.write(fileOf(one), documentOf(one, desired));
    }
    const start = harness.sandbox.snapshot();
    let runs = 0;
    const halfOf = (half: Half, before: (index: number) => Promise<void> = async () => {}) => {
      runs += 1;
      return runHalf(harness, half, `run-${runs}`, before);
    };
    return play({
      together: async (first, second, at, other) => {
        let begun: Promise<Ran> | undefined;
        let reach = (): void => {};
        let end = (): void => {};
        const reached = new Promise<void>((done) => {
          reach = done;
        });
        const ended = new Promise<void>((done) => {
          end = done;
        });
        const one = await halfOf(first, async (index) => {
          if (index !== at) return;
          begun = halfOf(second, async (turn) => {
            if (turn !== other) return;
            reach();
            await ended;
          });
          await Promise.race([begun, reached]);
        });
        end();
        return [one, await (begun ?? halfOf(second))];
      },
      requests: async (half) => {
        harness.sandbox.restore(start);
        harness.forget();
        await halfOf(half);
        const { length } = harness.log();
        harness.sandbox.restore(start);
        harness.forget();
        return length;
      },
      settle: async (halves) => {
        // A claim that could not be given back has ended by then.
        harness.sandbox.advance(16 * 60 * 1000);
        for (const half of halves) {
          const ran = await halfOf(half);
          if (![0, 3].includes(ran.exit)) throw new Error(`${half.line} ends with ${ran.exit}: ${ran.err}${ran.out}`);
        }
        const { projects } = harness.world().layers;
        const statuses = projects.map(({ campaigns }) => campaigns.map(({ status }) => status));
        return `${ledgersIn(
          harness.world(),
          clients.map(({ project }) => project),
        )}\n${JSON.stringify(statuses)}`;
      },
      lose: async (half, turn, project) => {
        const path = `/v1/projects/${clients[project]?.project}`;
        harness.sandbox.faults([{ method: 'PATCH', path, after: turn, times: 99, fault: { kind: 'reset-before' } }]);
        const ran = await halfOf(half);
        harness.sandbox.faults([]);
        return ran;
      },
      activate: async (isActive) => {
        const state = isActive ? 'active' : 'paused';
        for (const one of clients) await harness.write(fileOf(one), documentOf(one, { ...desired, state }));
      },
      gate: () =>
        harness
          .writes()
          .filter(({ path, replayed }) => /\/(pause|resume)$/.test(path) && !replayed)
          .map(({ path }) => path.split('/').slice(-2).join(' '))
          .sort(),
      restart: () => {
        harness.sandbox.restore(start);
        harness.forget();
      },
    });
  });
}

/** Refused commands, which are run again. A recorded statement is not repeated. */
export function refused(halves: readonly Half[], ends: readonly Ran[]): readonly Half[] {
  return halves.filter((half, index) => {
    const end = ends[index];
    if (end === undefined || ![0, 3, 4].includes(end.exit)) throw new Error(`${half.line}: ${JSON.stringify(end)}`);
    return end.exit === 4;
  });
}

async function runHalf(
  harness: StoryHarness,
  { line, input }: Half,
  run: string,
  before: (index: number) => Promise<void>,
): Promise<Ran> {
  const still = fakeMachine({
    cwd: harness.folder,
    env: { ...harness.env, GITHUB_REPOSITORY: 'acme/ads', GITHUB_RUN_ID: run, RUNNER_TEMP: `${harness.folder}/${run}` },
    now: harness.sandbox.now().toISOString(),
    run,
    ...(input !== undefined && { input }),
  });
  let index = -1;
  const dispatcher = still.machine.dispatcher.compose(
    (dispatch): Dispatcher.Dispatch =>
      (options, handler) => {
        index += 1;
        void before(index).then(() => dispatch(options, handler));
        return true;
      },
  );
  const machine = { ...still.machine, dispatcher };
  const exit = await program(line.split(' '), { bare: machine, full: async () => machine });
  await still.close();
  return { exit, out: still.out(), err: still.err() };
}
