import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { runDueActions } from './admin/actions.ts';
import { adminApi } from './admin/admin-routes.ts';
import type { Sleep } from './core/deliver.ts';
import { millisecondsOf } from './core/duration.ts';
import { faultShape } from './core/fault-shape.ts';
import { scriptFault } from './core/faults.ts';
import type { LoggedRequest } from './core/log.ts';
import type { Done } from './core/script.ts';
import { localOnly } from './core/local-only.ts';
import { createSandboxServer, type ServerHook } from './core/server.ts';
import { createState, fingerprintOf, resetState, restoreSnapshot, takeSnapshot } from './core/state.ts';
import { configApi, layersApi, notHttp } from './layers/index.ts';
import { pageApi } from './page/page-api.ts';
import { tiktokApi } from './tiktok/index.ts';
import { type World, worldShape } from './world.ts';

export { loadWorld } from './load-world.ts';
export type { LoggedRequest } from './core/log.ts';
export { virtualTime } from './virtual-time.ts';
export { emptyWorld, type World, worldFrom, worldSchema } from './world.ts';

export type Hook = ServerHook<World>;

/** A running sandbox: both APIs on this machine. */
export type Sandbox = {
  /** `http://127.0.0.1:PORT`, or `http://[::1]:PORT`. */
  readonly origin: string;
  /** The base URL of each API. Here, both are the same. */
  readonly origins: { readonly layers: string; readonly tiktok: string };
  /** Environment variables that point a command to the sandbox: both origins, and those of the world file. */
  readonly env: Readonly<Record<string, string>>;
  /** Answered requests, oldest first, without those about the sandbox itself (health, log, world, reset). */
  readonly log: () => readonly LoggedRequest[];
  readonly clearLog: () => void;
  /** A copy of the current data of both APIs, in the form and order of the world file. */
  readonly world: () => World;
  /** Sets a hook called before and after each request; `undefined` removes it. */
  readonly intervene: (hook: Hook | undefined) => void;
  /** Scripts faults after those already scripted. An empty list removes all faults. */
  readonly faults: (faults: readonly FaultInput[]) => void;
  /** Time on the sandbox's clock. */
  readonly now: () => Date;
  /** Advances the clock by milliseconds or by a duration such as `PT15M`, and performs all actions due by then. */
  readonly advance: (by: number | string) => void;
  /** Past actions of people, oldest first. */
  readonly people: () => readonly Done[];
  /** Restores the initial state. Snapshots stay. */
  readonly reset: () => void;
  /** Saves the state, except the log. Returns the snapshot's name. */
  readonly snapshot: () => string;
  /** Restores a snapshot. Throws if it does not exist. */
  readonly restore: (id: string) => void;
  /** Equal if both APIs would answer the same from now on, except for request ids and rate limits. */
  readonly fingerprint: () => string;
  /** Resolves when no connection is left. */
  readonly stop: () => Promise<void>;
};

/** A fault as in a world file. */
export type FaultInput = z.input<typeof faultShape>;

/** Addresses a sandbox can listen on. Loopback only, because the sandbox requires no credential of its own. */
export const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const;

/** `http://127.0.0.1:4010`. `localhost` could resolve to a different address for the server than for its clients. */
export function originAt(host: (typeof LOOPBACK)[number] | undefined, port: number): string {
  return `http://${host === '::1' ? '[::1]' : '127.0.0.1'}:${port}`;
}

/** Fixed, so that two runs are identical to the byte. */
const DEFAULT_NOW = '2026-01-01T00:00:00Z';

/**
 * Serves both APIs over HTTP, on loopback only.
 *
 * @param options.now the clock for a world without `now`
 * @param options.host absent: 127.0.0.1
 * @param options.port absent: any free port. Rejects if it is in use.
 * @param options.sleep waits if a fault delays an answer
 */
export async function startSandbox(options: {
  readonly world: World;
  readonly now?: () => Date;
  readonly host?: (typeof LOOPBACK)[number];
  readonly port?: number;
  readonly sleep: Sleep;
}): Promise<Sandbox> {
  const state = createState(options.world, options.now ?? (() => new Date(DEFAULT_NOW)));
  const host = options.host === '::1' ? '::1' : '127.0.0.1';
  const stopping = new AbortController();
  let hook: Hook | undefined;
  const server = createSandboxServer<World>(state, {
    apis: [tiktokApi, localOnly(configApi), localOnly(adminApi(state)), localOnly(pageApi())],
    otherwise: layersApi,
    notHttp: () => notHttp(state),
    hook: () => hook,
    runDueActions: () => runDueActions(state),
    sleep: (ms) => options.sleep(ms, stopping.signal),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  const origin = originAt(options.host, port);

  return {
    origin,
    origins: { layers: origin, tiktok: origin },
    env: { ...options.world.env, LAYERS_API_URL: origin, TIKTOK_API_URL: origin },
    log: () => [...state.log],
    clearLog: () => {
      state.log.length = 0;
    },
    world: () => {
      runDueActions(state);
      return worldShape.parse(structuredClone(state.world));
    },
    intervene: (next) => {
      hook = next;
    },
    faults: (faults) => {
      if (faults.length === 0) state.faults.entries = [];
      state.faults.entries.push(...faults.map((fault) => scriptFault(faultShape.parse(fault))));
    },
    now: state.now,
    advance: (by) => {
      const ms = typeof by === 'number' ? by : millisecondsOf(by);
      if (ms === undefined) throw new RangeError(`${by} is not a duration such as PT15M`);
      state.clock.set({ now: new Date(state.now().getTime() + ms) });
      runDueActions(state);
    },
    people: () => {
      runDueActions(state);
      return [...state.script.done];
    },
    reset: () => resetState(state),
    snapshot: () => takeSnapshot(state),
    restore: (id) => {
      if (!restoreSnapshot(state, id)) throw new RangeError(`there is no snapshot ${id}`);
    },
    fingerprint: () => fingerprintOf(state),
    stop: () =>
      new Promise((resolve) => {
        stopping.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
