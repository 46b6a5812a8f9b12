import type { AddressInfo } from 'node:net';
import type { LoggedRequest } from './log.ts';
import { createSandboxServer, type Hook } from './server.ts';
import { createState } from './state.ts';
import { type World, worldShape } from './world.ts';

export { loadWorld } from './load-world.ts';
export type { LoggedRequest } from './log.ts';
export type { Hook } from './server.ts';
export { emptyWorld, type World, worldSchema } from './world.ts';

/** Both APIs on this machine. */
export type Sandbox = {
  /** `http://127.0.0.1:PORT`. */
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
  /** Resolves when no connection is left. */
  readonly stop: () => Promise<void>;
};

/** When nobody says what time it is. Two runs are the same to the byte. */
const SOME_DAY = '2026-01-01T00:00:00Z';

/**
 * Serves both APIs over HTTP on 127.0.0.1, and nowhere else.
 *
 * @param options.now the clock for a world without `now`
 * @param options.port absent: any that is free. Rejects where it is taken.
 */
export async function startSandbox(options: {
  readonly world: World;
  readonly now?: () => Date;
  readonly port?: number;
}): Promise<Sandbox> {
  const state = createState(options.world, options.now ?? (() => new Date(SOME_DAY)));
  let hook: Hook | undefined;
  const server = createSandboxServer(state, () => hook);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  return {
    origin,
    origins: { layers: origin, tiktok: origin },
    env: { ...options.world.env, LAYERS_API_URL: origin, TIKTOK_API_URL: origin },
    log: () => [...state.log],
    clearLog: () => {
      state.log.length = 0;
    },
    world: () => worldShape.parse(structuredClone(state.world)),
    intervene: (next) => {
      hook = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
