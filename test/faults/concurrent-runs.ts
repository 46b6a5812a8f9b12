import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../../src/sandbox/index.ts';
import { type Clock, clockIn, type Ended, type Running, startReconcile } from '../support/process.ts';
import { withHarness, type StoryHarness } from '../support/harness.ts';
import { acme, documentOf, endpoint, fileOf, settings } from '../support/worlds.ts';
import { inWorld } from './world.ts';

const one = acme({ config: { capi: { enabled: false } } });
export const WISH = { monthlyCostCap: 30000, capi: { enabled: true } };

/** A repository whose apply has two writes, a sandbox, and processes of the real program that run in it. */
export type Arena = {
  readonly harness: StoryHarness;
  readonly project: string;
  readonly clock: Clock;
  /** Starts an apply of this CI run, in a checkout of its own as far as its journal goes. */
  readonly start: (run: string) => Promise<Running>;
  /** The name of a CI run, as printed to other runs. */
  readonly named: (run: string) => string;
  /** Which run sent each write, oldest first: by the claims in the sandbox's log, and by the journals' keys. */
  readonly writes: () => readonly Write[];
  /** Whether the live state is the desired state. */
  readonly isApplied: () => boolean;
  /** Everything is as before any run: the world, the log, the journals. */
  readonly restart: () => void;
};

export type Write = {
  readonly run: string;
  readonly what: 'claim' | 'config' | 'record';
  readonly revision: number;
  /** Whether Layers took it: a rival's is answered with 409. */
  readonly taken: boolean;
};

export async function inArena(play: (arena: Arena) => Promise<void>): Promise<void> {
  const files = { [fileOf(one)]: documentOf(one, WISH), 'reconcile.yaml': settings({ transport: endpoint() }) };
  await withHarness({ files, world: inWorld([one]) }, async (harness) => {
    const clock = clockIn(harness.folder, harness.sandbox.now().toISOString());
    const named = (run: string): string => `acme/ads#${run}`;
    const start = harness.sandbox.snapshot();
    await play({
      harness,
      project: one.project,
      clock,
      named,
      start: async (run) => {
        const journal = join(harness.folder, `runner-${run}`);
        await mkdir(journal, { recursive: true });
        return startReconcile(['apply', '--auto-approve', '--format', 'json', '--wait-claim', '0s'], {
          cwd: harness.folder,
          env: { ...harness.env, GITHUB_REPOSITORY: 'acme/ads', GITHUB_RUN_ID: run, RUNNER_TEMP: journal },
          clock: clock.file,
        });
      },
      writes: () => writesIn(harness.writes(), keysIn(harness.folder, named)),
      restart: () => {
        harness.sandbox.restore(start);
        harness.forget();
        for (const name of runnersIn(harness.folder)) rmSync(join(harness.folder, name), { recursive: true });
      },
      isApplied: () => {
        const config = harness.world().layers.projects.find(({ id }) => id === one.project)?.layers[0]?.config;
        return config?.monthlyCostCap === WISH.monthlyCostCap && JSON.stringify(config.capi).includes('"enabled":true');
      },
    });
  });
}

type Sender = { readonly run: string; readonly revision: number };

/**
 * Whose a config write is, is in no request: each run's journal has the key that it was sent with. Two runs of one
 * revision would send the same key, and are then called by both names.
 */
function keysIn(folder: string, named: (run: string) => string): ReadonlyMap<string, Sender> {
  const keys = new Map<string, Sender>();
  for (const name of runnersIn(folder)) {
    const run = named(name.slice('runner-'.length));
    for (const file of readdirSync(join(folder, name))) {
      for (const line of readFileSync(join(folder, name, file), 'utf8')
        .split('\n')
        .filter(Boolean)) {
        const { key, revision } = JSON.parse(line) as { key: string; revision: number };
        const other = keys.get(key)?.run ?? run;
        keys.set(key, { run: other === run ? run : `${other} and ${run}`, revision });
      }
    }
  }
  return keys;
}

function runnersIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('runner-'));
}

function writesIn(log: readonly LoggedRequest[], keys: ReadonlyMap<string, Sender>): readonly Write[] {
  const claimed = new Map<number, string>();
  return log.map(({ method, path, status, idempotencyKey, body, replayed }): Write => {
    const taken = status === 200 && !replayed;
    if (path.endsWith('/config')) {
      const sender = keys.get(idempotencyKey ?? '');
      if (sender === undefined) throw new Error(`no journal has ${method} ${path}`);
      return { ...sender, what: 'config', taken };
    }
    const { metadata } = body as {
      metadata: { reconcile: { revision: number; claim?: { run: string; revision: number } } };
    };
    const { claim, revision } = metadata.reconcile;
    if (claim === undefined) return { run: claimed.get(revision) ?? 'no run', what: 'record', revision, taken };
    if (taken) claimed.set(claim.revision, claim.run);
    return { run: claim.run, what: 'claim', revision: claim.revision, taken };
  });
}

/**
 * Violations in the writes of several runs: between the claim and the record of a run no other run writes, unless the
 * claim had expired, and no revision has two writers.
 *
 * @param superseded runs that died: their claims may be followed by those of other runs
 */
export function interleaved(writes: readonly Write[], superseded: readonly string[] = []): readonly string[] {
  const broken: string[] = [];
  const owner = new Map<number, string>();
  let holder: string | undefined;
  for (const { run, what, revision } of writes.filter((write) => write.taken)) {
    const other = owner.get(revision);
    if (other !== undefined && other !== run) broken.push(`revision ${revision} is ${other}'s and ${run}'s`);
    owner.set(revision, run);
    if (holder !== undefined && holder !== run && !superseded.includes(holder))
      broken.push(`${run} writes (${what}) while ${holder} holds the claim`);
    if (what !== 'claim' && holder !== run) broken.push(`${run} writes (${what}) without a claim`);
    holder = what === 'record' ? undefined : run;
  }
  return broken;
}

/** Two applies started together. What went wrong, in words; nothing if all is well. */
export async function startTogether({ start, named, harness, writes, isApplied }: Arena): Promise<{
  readonly broken: readonly string[];
  readonly exits: string;
}> {
  const both = await Promise.all([start('1'), start('2')]);
  const ends: readonly Ended[] = await Promise.all(both.map(({ ended }) => ended));
  const exits = ends
    .map(({ exit }) => exit)
    .sort((a, b) => Number(a) - Number(b))
    .join(' ');
  const all = writes();
  const writers = new Set(all.filter(({ taken }) => taken).map(({ run }) => run));
  const broken = [...interleaved(all)];
  if (writers.size !== 1) broken.push(`${writers.size} runs wrote`);
  // The other is refused, or comes late enough to find everything done.
  if (!/^0 [04]$/.test(exits)) broken.push(`they end with ${exits}: ${ends.map(({ err }) => err).join('\n')}`);
  const [winner] = [...writers];
  const loser = ends.find(({ exit }) => exit === 4);
  // A winner that has finished since is in no ledger.
  if (loser !== undefined && !loser.err.includes(String(winner)) && !loser.err.includes('has since finished'))
    broken.push(`the loser does not name ${winner}: ${loser.err}`);
  if (loser !== undefined && [named('1'), named('2')].every((run) => run !== winner))
    broken.push(`${winner} is neither`);
  if (!isApplied()) broken.push('it is not applied');
  if (harness.log().some(({ status }) => status >= 500)) broken.push('the sandbox had a fault of its own');
  return { broken, exits };
}
