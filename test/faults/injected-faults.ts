import type { FaultInput } from '../../src/sandbox/index.ts';

type Kind = FaultInput['fault'];

/** A fault of one request. `times` 1: a retry succeeds. More: all attempts fail. */
export type InjectedFault = {
  readonly name: string;
  readonly fault: Kind;
  readonly times: number;
  /** The setting of the run that makes the fault possible. */
  readonly env: Readonly<Record<string, string>>;
};

/** Timeout of a run with late responses, and their latency. */
const [TIMEOUT_MS, LATENCY_MS] = [100, 220];

/** The response of a proxy to a request that was delivered: success with an unreadable body. */
const PAGE = { kind: 'status', status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } } as const;

const kinds: readonly Omit<InjectedFault, 'times'>[] = [
  { name: 'reset before', fault: { kind: 'reset-before' }, env: {} },
  { name: 'lost after commit', fault: { kind: 'reset-after' }, env: {} },
  { name: '500 before commit', fault: { kind: 'status', status: 500 }, env: {} },
  { name: '500 after commit', fault: { kind: 'status', status: 500, commits: true }, env: {} },
  { name: '429 with Retry-After', fault: { kind: 'throttle', retryAfter: 1 }, env: {} },
  { name: '429 without Retry-After', fault: { kind: 'status', status: 429 }, env: {} },
  // Only this fault has a short timeout: elsewhere a slow machine would cause faults of its own.
  { name: 'timeout', fault: { kind: 'latency', ms: LATENCY_MS }, env: { RECONCILE_TIMEOUT_MS: String(TIMEOUT_MS) } },
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
