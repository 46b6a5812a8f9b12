import type { FaultInput } from '../../src/sandbox/index.ts';

type Kind = FaultInput['fault'];

/** What may befall one request. `times` 1 is a transient; more is a wall that all tries of the request run into. */
export type InjectedFault = {
  readonly name: string;
  readonly fault: Kind;
  readonly times: number;
  /** The setting of the run that makes the fault possible. */
  readonly env: Readonly<Record<string, string>>;
};

/** Milliseconds: how long a run waits for an answer where answers are late, and how late they are. */
const [PATIENCE, TOO_LATE] = [100, 220];

/** The response of a proxy to a request that was delivered: success with an unreadable body. */
const PAGE = { kind: 'status', status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } } as const;

const kinds: readonly Omit<InjectedFault, 'times'>[] = [
  { name: 'reset before', fault: { kind: 'reset-before' }, env: {} },
  { name: 'lost after commit', fault: { kind: 'reset-after' }, env: {} },
  { name: '500 before commit', fault: { kind: 'status', status: 500 }, env: {} },
  { name: '500 after commit', fault: { kind: 'status', status: 500, commits: true }, env: {} },
  { name: '429 with Retry-After', fault: { kind: 'throttle', retryAfter: 1 }, env: {} },
  { name: '429 without Retry-After', fault: { kind: 'status', status: 429 }, env: {} },
  // Only here is patience short: a slow machine must not make a fault of its own elsewhere.
  { name: 'timeout', fault: { kind: 'latency', ms: TOO_LATE }, env: { RECONCILE_TIMEOUT_MS: String(PATIENCE) } },
  { name: 'truncated body', fault: { kind: 'truncate' }, env: {} },
  { name: 'a page of HTML', fault: { kind: 'not-json', status: 502 }, env: {} },
  { name: 'done, and a page of HTML', fault: { ...PAGE, commits: true }, env: {} },
];

export const transientFaults: readonly InjectedFault[] = kinds.map((kind) => ({ ...kind, times: 1 }));
export const persistentFaults: readonly InjectedFault[] = kinds.map((kind) => ({
  ...kind,
  name: `${kind.name}, again and again`,
  times: 5,
}));
