import { guarded, identify, nodeMachine, redactDeep } from '../io/index.ts';
import type { DecideReads, LiveLayer, Owner, Problem, Result } from '../model/index.ts';
import { openReaders, readNow, unsetVariables } from '../operations/index.ts';
import { allReads } from '../plan/index.ts';
import type { Repository } from './load-desired.ts';

export type ReadOptions = {
  /** Default: `process.env`. Credentials are in the variables that the settings name. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the read; the promise then rejects with the reason. */
  readonly signal?: AbortSignal;
};

/** Live state of the layers of a repository. Contains no credential and no Spark code. */
export type LiveState = {
  /** Layers that were read completely. */
  readonly layers: readonly LiveLayer[];
  /** Names of the other layers. */
  readonly unread: readonly string[];
  /** One problem per cause, with the layers that it stops. */
  readonly problems: readonly Problem[];
  /** ISO 8601. The month of the plan is the current month at this time, in the time zone of each account. */
  readonly readAt: string;
  /** Requests sent. */
  readonly calls: number;
  /** Repository and folder, as the ledger records them. */
  readonly owner: Owner;
};

/**
 * Reads live state at Layers and TikTok with clients that cannot write. A rejected credential or a failed read stops only
 * its own layers. Fails if an origin of the settings is not allowed.
 */
export async function readLive(repository: Repository, options: ReadOptions = {}): Promise<Result<LiveState>> {
  const { root, settings, desired } = repository;
  const { signal = new AbortController().signal } = options;
  const real = await nodeMachine(signal);
  const machine = guarded({
    ...real,
    env: options.env ?? real.env,
    // A library prints nothing.
    terminal: { ...real.terminal, print: () => {}, warn: () => {} },
  });
  const apis = openReaders(desired, settings, machine);
  if (!apis.ok) return apis;
  const absent = [...unsetVariables(desired, machine.env), ...apis.value.missing];
  const today = machine.now();
  const decide: DecideReads = (layer, known) => allReads(layer, known, settings, today);
  const context = { apis: apis.value, absent, machine };
  const { live, unread, problems } = await readNow(context, desired, today, decide);
  const { owner } = await identify(machine, root);
  const state: LiveState = {
    layers: live,
    unread,
    problems,
    readAt: today.toISOString(),
    calls: apis.value.calls(),
    owner,
  };
  return { ok: true, value: redactDeep(state, machine) };
}
