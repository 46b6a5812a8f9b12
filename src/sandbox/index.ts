import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import type { Sleep } from './deliver.ts';
import { millisecondsOf } from './duration.ts';
import { script } from './faults/list.ts';
import { faultShape } from './faults/shape.ts';
import type { LoggedRequest } from './log.ts';
import { runDueActions } from './people/index.ts';
import type { Done } from './people/script.ts';
import { createSandboxServer, type Hook } from './server.ts';
import { createState, fingerprintOf, resetState, restoreSnapshot, takeSnapshot } from './state.ts';
import { type World, worldShape } from './world.ts';

export { loadWorld } from './load-world.ts';
export type { LoggedRequest } from './log.ts';
export type { Hook } from './server.ts';
export { emptyWorld, type World, worldSchema } from './world.ts';

/** Both APIs on this machine. */
export type Sandbox = {
  /** `http://127.0.0.1:PORT`, or `http://[::1]:PORT`. */
  readonly origin: string;
  /** Where each API is: here, both at one place. */
  readonly origins: { readonly layers: string; readonly tiktok: string };
  /** What to set so that a command finds the sandbox: both origins, and what the world file says. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests answered so far, oldest first. Requests about the sandbox itself (its health, log, world, reset) are not in it. */
  readonly log: () => readonly LoggedRequest[];
  readonly clearLog: () => void;
  /** What both APIs hold now: a copy, in the world file's form and order. */
  readonly world: () => World;
  /** Lets somebody change the world around each request. `undefined`: nobody any more. */
  readonly intervene: (hook: Hook | undefined) => void;
  /** Scripts what goes wrong from now on, after what is scripted already; an empty list does away with all of it. */
  readonly faults: (faults: readonly FaultInput[]) => void;
  /** What time it is in the sandbox. */
  readonly now: () => Date;
  /** Moves the clock on, by milliseconds or by `PT15M`; what people do meanwhile is done when this returns. */
  readonly advance: (by: number | string) => void;
  /** Who did what, and when. */
  readonly people: () => readonly Done[];
  /** Everything is as it was at the start; snapshots stay. */
  readonly reset: () => void;
  /** Remembers everything as it is now, but for the log. */
  readonly snapshot: () => string;
  /** Goes back to a snapshot. Throws where there is none of this name. */
  readonly restore: (id: string) => void;
  /** The same text where both APIs would answer alike from here on, but for ids of requests and rate limits. */
  readonly fingerprint: () => string;
  /** Resolves when no connection is left. */
  readonly stop: () => Promise<void>;
};

/** A fault as a world file has it. */
export type FaultInput = z.input<typeof faultShape>;

/** Where a sandbox may listen. Nobody outside this machine has any business with it: it asks for no credential of its own. */
export const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const;

/** When nobody says what time it is. Two runs are the same to the byte. */
const SOME_DAY = '2026-01-01T00:00:00Z';

/**
 * Serves both APIs over HTTP on loopback, and nowhere else.
 *
 * @param options.now the clock for a world without `now`
 * @param options.host absent: 127.0.0.1
 * @param options.port absent: any that is free. Rejects where it is taken.
 * @param options.sleep waits where a fault makes an answer slow. Absent: for real
 */
export async function startSandbox(options: {
  readonly world: World;
  readonly now?: () => Date;
  readonly host?: (typeof LOOPBACK)[number];
  readonly port?: number;
  readonly sleep?: Sleep;
}): Promise<Sandbox> {
  const state = createState(options.world, options.now ?? (() => new Date(SOME_DAY)));
  // By name, a machine may be asked to listen on another address than clients call.
  const host = options.host === '::1' ? '::1' : '127.0.0.1';
  let hook: Hook | undefined;
  const server = createSandboxServer(state, () => hook, options.sleep ?? sleepFor);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host === '::1' ? '[::1]' : host}:${port}`;

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
      state.faults.entries.push(...faults.map((fault) => script(faultShape.parse(fault))));
    },
    now: state.now,
    advance: (by) => {
      const ms = typeof by === 'number' ? by : millisecondsOf(by);
      if (ms === undefined) throw new RangeError(`${by} is no length of time such as PT15M`);
      state.time.set({ now: new Date(state.now().getTime() + ms) });
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
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Nobody waits for it when the sandbox stops. */
async function sleepFor(ms: number): Promise<void> {
  await setTimeout(ms, undefined, { ref: false });
}
